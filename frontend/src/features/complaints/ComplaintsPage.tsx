import { Alert, Button } from '@digdir/designsystemet-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { apiGet, apiSend, isProblem, keys } from '../../api';
import type { ComplaintRow, Mandate, MyComplaints } from '../../domain/openapi';
import { dayAsSpoken } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';
import { complaintPath } from '../../paths';
import { Loading } from '../../ui/Loading';
import { PageHeading } from '../../ui/PageHeading';
import { ProblemStatement } from '../../ui/ProblemStatement';
import { SimplePage } from '../../ui/SimplePage';
import { Doors } from './Doors';
import { Choice } from './fields';
import { useMyComplaints } from './useGuidance';
import '../../i18n/complaints';
import './complaints.css';
import { Dotted } from '../../ui/marks/Dotted';

const MANDATES: Mandate[] = ['parent', 'written-mandate', 'lawyer', 'decision-competence'];

/** Whoever may complain: what they have begun, and the three doors. */
export function ComplaintsPage() {
  const { t } = useTranslation('complaints');
  const mine = useMyComplaints();
  return (
    <SimplePage>
      {mine.isPending && <Loading label={t('loading')} />}
      {mine.isError && <ProblemStatement error={mine.error} onRetry={() => void mine.refetch()} />}
      {mine.data && (
        <div className="front">
          <PageHeading tab={t('tab')} title={t('list.title')} />
          <p>{mine.data.guidance.only_you_see}</p>
          {mine.data.complaints.length > 0 && <Begun rows={mine.data.complaints} />}
          <Doors doors={mine.data.guidance.doors} first={<Begin mine={mine.data} />} />
          <p className="quiet">{mine.data.guidance.other_services}</p>
        </div>
      )}
    </SimplePage>
  );
}

function Begun({ rows }: { rows: ComplaintRow[] }) {
  const { t } = useTranslation('complaints');
  return (
    <section className="complaint-card">
      <h2 className="section-heading">{t('list.own')}</h2>
      <ul className="plain-list">
        {rows.map((row) => (
          <li key={row.id}>
            <Link className="ds-link" to={complaintPath(row.id)}>
              {t('list.for', { name: row.name })}
            </Link>{' '}
            <span className="quiet">
              <RowWords row={row} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function RowWords({ row }: { row: ComplaintRow }) {
  const { t, i18n } = useTranslation('complaints');
  const begun = t('list.begun', { day: dayAsSpoken(row.begun_on, i18n.language) });
  const words = [
    t(`status.${row.status}`),
    row.sent_on ? t('list.sent', { day: dayAsSpoken(row.sent_on, i18n.language) }) : begun,
  ];
  if (row.days_left !== null) {
    words.push(row.days_left < 0 ? t('list.over') : t('list.left', { count: row.days_left }));
  }
  return <Dotted facts={words} />;
}

function Begin({ mine }: { mine: MyComplaints }) {
  const { t } = useTranslation('complaints');
  const queries = useQueryClient();
  const go = useNavigate();
  const served = useQuery({
    queryKey: keys.municipalities,
    queryFn: ({ signal }) => apiGet('/api/municipalities', {}, signal),
  });
  const [where, setWhere] = useState('');
  const [person, setPerson] = useState('');
  const [mandate, setMandate] = useState<Mandate | ''>('');
  const [fault, setFault] = useState('');
  const numbers = (served.data ?? []).map(({ number }) => number);
  const chosen = where || mine.home || (numbers.length === 1 ? (numbers[0] ?? '') : '');
  const begin = async () => {
    try {
      const other = person && mandate ? { on_behalf_of: person, mandate } : {};
      const { id } = await apiSend('POST /api/complaints', {}, { municipality: chosen, ...other });
      await queries.invalidateQueries({ queryKey: ['complaints'] });
      await go(complaintPath(id));
    } catch (error) {
      setFault(t(isProblem(error, 'limit-reached') ? 'list.full' : 'list.failed'));
    }
  };
  return (
    <div className="complaint-form">
      {mine.may_represent.length > 0 && (
        <Choice
          chosen={person}
          label={t('list.forWhom')}
          onChoose={setPerson}
          values={['', ...mine.may_represent.map((each) => each.person)]}
          words={(each) => mine.may_represent.find((one) => one.person === each)?.name ?? t('list.myself')}
        />
      )}
      {person && (
        <Choice<Mandate | ''>
          chosen={mandate}
          label={t('list.mandate')}
          onChoose={setMandate}
          values={MANDATES}
          words={(each) => t(`mandates.${each}`)}
        />
      )}
      {numbers.length > 1 && (
        <Choice
          chosen={chosen}
          label={t('list.where')}
          onChoose={setWhere}
          values={numbers}
          words={(each) => served.data?.find(({ number }) => number === each)?.name ?? each}
        />
      )}
      {fault && (
        <Alert data-color="danger" role="alert">
          {fault}
        </Alert>
      )}
      <div>
        <Button disabled={!chosen || (person !== '' && mandate === '')} onClick={() => void begin()}>
          {t('list.begin')}
        </Button>
      </div>
    </div>
  );
}
