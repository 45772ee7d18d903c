import { Button, Details, Radio } from '@digdir/designsystemet-react';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { apiGet, keys } from '../../../api';
import type { CaseAnswer, CaseRow } from '../../../domain/openapi';
import { useTranslation } from '../../../i18n/useTranslation';
import { Line } from '../report/fields';
import type { Desk } from './useDesk';

const LIVING = ['reported', 'clarifying', 'decided', 'open'] as const;

interface MergeFormProps {
  found: CaseAnswer;
  desk: Desk;
  municipality: string;
}

/** The same person was reported twice: this report is put into the other case. */
export function MergeForm({ found, desk, municipality }: MergeFormProps) {
  const { t } = useTranslation('desk');
  const [unfolded, unfold] = useState(false);
  return (
    <Details onToggle={() => unfold(!unfolded)} open={unfolded}>
      <Details.Summary>{t('forms.merged.title')}</Details.Summary>
      <Details.Content>{unfolded && <Others {...{ found, desk, municipality }} />}</Details.Content>
    </Details>
  );
}

function Others({ found, desk, municipality }: MergeFormProps) {
  const { t } = useTranslation('desk');
  const group = useId();
  const [name, setName] = useState(found.row.name.split(' ').at(-1) ?? '');
  const [into, setInto] = useState('');
  const others = useQuery({
    queryKey: keys.casesNamed(municipality, name),
    queryFn: ({ signal }) =>
      apiGet('/api/units/{municipality}/cases', { municipality }, signal, [
        ...LIVING.map((status) => ['status', status] as const),
        ['name', name] as const,
      ]),
  });
  const rows = (others.data?.cases ?? []).filter(({ id }) => id !== found.row.id);
  return (
    <div className="desk-form">
      <p className="quiet">{t('forms.merged.help')}</p>
      <Line label={t('forms.merged.name')} onType={setName} value={name} />
      {others.data && rows.length === 0 && <p>{t('forms.merged.none')}</p>}
      {rows.map((row) => (
        <Radio
          checked={into === row.id}
          key={row.id}
          label={wordsOf(row, t)}
          name={group}
          onChange={() => setInto(row.id)}
          value={row.id}
        />
      ))}
      <div>
        <Button
          disabled={!rows.some(({ id }) => id === into)}
          onClick={() => void desk.merge(into)}
          variant="secondary"
        >
          {t('forms.merged.send')}
        </Button>
      </div>
    </div>
  );
}

const wordsOf = (row: CaseRow, t: (key: string, values?: Record<string, string | number>) => string) =>
  t('forms.merged.other', { name: row.name, status: t(`statuses.${row.status}`), days: row.age_days });
