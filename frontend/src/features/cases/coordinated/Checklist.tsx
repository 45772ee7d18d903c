import { Alert, Checkbox, Fieldset } from '@digdir/designsystemet-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { apiGet, apiSend, isProblem, keys } from '../../../api';
import { dayInNorway } from '../../../domain/dates';
import type { ChecklistAnswer } from '../../../domain/openapi';
import { dayAsSpoken } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { Answered } from '../../../ui/problems/Answered';

type Phase = ChecklistAnswer['phases'][number];
type Item = Phase['items'][number];

/** What is gone through for one person, from the beginning to the end; what is ticked is kept at once. */
export function Checklist({ id }: { id: string }) {
  const { t } = useTranslation('coordinator');
  const queries = useQueryClient();
  const [wrong, setWrong] = useState('');
  const queryKey = keys.checklist(id);
  const found = useQuery({
    queryKey,
    queryFn: ({ signal }) => apiGet('/api/cases/{case}/checklist', { case: id }, signal),
  });
  const tick = async (item: string, done: boolean) => {
    setWrong('');
    try {
      const now = await apiSend('POST /api/cases/{case}/checklist', { case: id }, { item, done });
      queries.setQueryData(queryKey, now);
    } catch (error) {
      const full = isProblem(error, 'too-many-requests') || isProblem(error, 'limit-reached');
      setWrong(t(full ? 'checklist.full' : 'checklist.failed'));
    }
  };
  return (
    <Answered loading={t('checklist.loading')} of={found}>
      {({ phases }) => (
        <div className="desk-forms">
          {phases.map((phase) => (
            <PhaseList key={phase.phase} onTick={tick} phase={phase} />
          ))}
          <div role="status">{wrong && <Alert data-color="warning">{wrong}</Alert>}</div>
        </div>
      )}
    </Answered>
  );
}

function PhaseList({ phase, onTick }: { phase: Phase; onTick: (item: string, done: boolean) => void }) {
  const { t } = useTranslation('coordinator');
  return (
    <Fieldset>
      <Fieldset.Legend>
        {phase.title} ({t('checklist.done', { done: phase.done, of: phase.of })})
      </Fieldset.Legend>
      {phase.items.map((item) => (
        <Ticked item={item} key={item.item} onTick={onTick} />
      ))}
    </Fieldset>
  );
}

function saidOf({ done, substitute }: Item) {
  if (done) return substitute ? 'byStandIn' : 'by';
  return substitute ? 'backStandIn' : 'back';
}

function Ticked({ item, onTick }: { item: Item; onTick: (item: string, done: boolean) => void }) {
  const { t, i18n } = useTranslation('coordinator');
  const day = item.at && dayAsSpoken(dayInNorway(Date.parse(item.at)), i18n.language);
  return (
    <Checkbox
      checked={item.done}
      description={day && t(`checklist.${saidOf(item)}`, { name: item.by, day })}
      label={item.text}
      onChange={(event) => onTick(item.item, event.target.checked)}
    />
  );
}
