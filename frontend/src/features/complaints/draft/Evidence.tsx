import { Alert, Checkbox, Fieldset } from '@digdir/designsystemet-react';
import { useState } from 'react';
import type { EvidenceItem } from '../../../domain/openapi';
import { useTranslation } from '../../../i18n/useTranslation';
import { Dotted } from '../../../ui/marks/Dotted';
import { useItemWords } from '../pack/useItemWords';
import type { DraftProps } from './draftProps';
import { OWN } from './OwnThings';

/** What may be attached: nothing is chosen beforehand, and each is chosen by itself. */
export function Evidence({ complaint, acting, items }: DraftProps & { items: EvidenceItem[] }) {
  const { t } = useTranslation('complaints');
  const words = useItemWords();
  const [chosen, setChosen] = useState(complaint.chosen);
  const toggle = (key: string) => {
    const there = items.map((item) => item.key);
    const next = chosen.includes(key) ? chosen.filter((each) => each !== key) : [...chosen, key];
    const kept = next.filter((each) => there.includes(each));
    setChosen(kept);
    // What they added themselves is chosen by that, and stays so.
    const own = complaint.chosen.filter((each) => OWN.test(each));
    void acting.act('evidence-chosen', { items: [...kept, ...own] });
  };
  const others = items.some((item) => item.names_others && chosen.includes(item.key));
  return (
    <section className="complaint-card">
      <h2 className="section-heading">{t('draft.evidence')}</h2>
      {items.length === 0 && <p>{t('draft.noEvidence')}</p>}
      {items.length > 0 && (
        <Fieldset>
          <Fieldset.Legend>{t('draft.evidenceHelp')}</Fieldset.Legend>
          {items.map((item) => (
            <Checkbox
              checked={chosen.includes(item.key)}
              description={
                <Dotted facts={[...words(item).lines, item.names_others && t('draft.namesOthers')]} />
              }
              key={item.key}
              label={words(item).title}
              onChange={() => toggle(item.key)}
            />
          ))}
        </Fieldset>
      )}
      {others && <Alert data-color="info">{t('draft.othersChosen')}</Alert>}
    </section>
  );
}
