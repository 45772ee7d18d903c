import { Alert, Button } from '@digdir/designsystemet-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { apiGet, apiSend, isProblem, keys } from '../../api';
import type {
  ComplaintRow,
  Mandate,
  MunicipalityAnswer,
  MyComplaints,
  Represented,
} from '../../domain/openapi';
import { dayAsSpoken } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';
import { complaintPath } from '../../paths';
import { PageHeading } from '../../ui/PageHeading';
import { Answered } from '../../ui/problems/Answered';
import { SimplePage } from '../../ui/SimplePage';
import { UnitContact } from '../../ui/unit/UnitContact';
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
      <Answered loading={t('loading')} of={mine}>
        {(answer) => <Guided mine={answer} />}
      </Answered>
    </SimplePage>
  );
}

function Guided({ mine }: { mine: MyComplaints }) {
  const { t } = useTranslation('complaints');
  const served = useQuery({
    queryKey: keys.municipalities,
    queryFn: ({ signal }) => apiGet('/api/municipalities', {}, signal),
  });
  const there = served.data ?? [];
  const [chosen, choose] = useState('');
  const only = there.length === 1 ? (there[0]?.number ?? '') : '';
  const where = chosen || mine.home || only;
  return (
    <div className="front">
      <PageHeading tab={t('tab')} title={t('list.title')} />
      <p>{mine.guidance.only_you_see}</p>
      {mine.complaints.length > 0 && <Begun rows={mine.complaints} />}
      <Doors
        doors={mine.guidance.doors}
        first={<Begin mine={mine} onChoose={choose} served={there} where={where} />}
      />
      <UnitContact number={where} />
      <p className="quiet">{mine.guidance.other_services}</p>
    </div>
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

interface BeginProps {
  mine: MyComplaints;
  served: MunicipalityAnswer[];
  /** The number of the municipality that is complained to; '' while none is chosen. */
  where: string;
  onChoose: (number: string) => void;
}

/** Whom nobody has entered is known by their case. */
const idOf = ({ person, case: of }: Represented) => person ?? of ?? '';

function Begin({ mine, served, where, onChoose }: BeginProps) {
  const { t } = useTranslation('complaints');
  const queries = useQueryClient();
  const go = useNavigate();
  const [person, setPerson] = useState('');
  const [mandate, setMandate] = useState<Mandate | ''>('');
  const [fault, setFault] = useState('');
  const begin = async () => {
    try {
      const chosen = mine.may_represent.find((each) => idOf(each) === person);
      const whom = chosen?.case ? { case: chosen.case } : { on_behalf_of: chosen?.person ?? null };
      const other = chosen && mandate ? { ...whom, mandate } : {};
      const { id } = await apiSend('POST /api/complaints', {}, { municipality: where, ...other });
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
          values={['', ...mine.may_represent.map(idOf)]}
          words={(each) => mine.may_represent.find((one) => idOf(one) === each)?.name ?? t('list.myself')}
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
      {served.length > 1 && (
        <Choice
          chosen={where}
          label={t('list.where')}
          onChoose={onChoose}
          values={served.map(({ number }) => number)}
          words={(each) => served.find(({ number }) => number === each)?.name ?? each}
        />
      )}
      {fault && (
        <Alert data-color="danger" role="alert">
          {fault}
        </Alert>
      )}
      <div>
        <Button disabled={!where || (person !== '' && mandate === '')} onClick={() => void begin()}>
          {t('list.begin')}
        </Button>
      </div>
    </div>
  );
}
