import { Button, Field, Label, Select } from '@digdir/designsystemet-react';
import { useId, useState } from 'react';
import type { HelperAnswer } from '../../../domain/openapi';
import { useTranslation } from '../../../i18n/useTranslation';
import type { DraftProps } from './draftProps';

/** Who may write with the owner, and see nothing else of it. */
export function Helpers({ complaint, acting, known }: DraftProps & { known: HelperAnswer[] }) {
  const { t } = useTranslation('complaints');
  const id = useId();
  const [person, setPerson] = useState('');
  const named = complaint.helpers.map((each) => each.person);
  const others = known.filter((each) => !named.includes(each.person));
  return (
    <section className="complaint-card">
      <h2 className="section-heading">{t('draft.helpers')}</h2>
      <p>{t(known.length > 0 ? 'draft.helpersHelp' : 'draft.nobody')}</p>
      {complaint.helpers.map((each) => (
        <p className="complaint-acts" key={each.person}>
          {each.name}
          <Button
            onClick={() => void acting.act('helper-removed', { person: each.person })}
            variant="secondary"
          >
            {t('draft.remove', { name: each.name })}
          </Button>
        </p>
      ))}
      {others.length > 0 && (
        <>
          <Field>
            <Label htmlFor={id}>{t('draft.helper')}</Label>
            <Select id={id} onChange={(event) => setPerson(event.target.value)} value={person}>
              <option value="">–</option>
              {others.map((each) => (
                <option key={each.person} value={each.person}>
                  {each.name}
                </option>
              ))}
            </Select>
          </Field>
          <div>
            <Button
              disabled={!person}
              onClick={() => {
                void acting.act('helper-named', { person });
                setPerson('');
              }}
              variant="secondary"
            >
              {t('draft.name')}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
