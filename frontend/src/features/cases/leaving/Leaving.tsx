import { Alert, Button, Checkbox } from '@digdir/designsystemet-react';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { apiSend, keys } from '../../../api';
import type { CaseRow, ListedCoordinator, MovedCase, ServiceLeader } from '../../../domain/openapi';
import { useTranslation } from '../../../i18n/useTranslation';
import { coordinatorsPath } from '../../../paths';
import { DateBox } from '../../../ui/dates/DateBox';
import { DatedForm } from '../../../ui/dates/DatedForm';
import { PageHeading } from '../../../ui/PageHeading';
import { useRefusalWords } from '../desk/useDesk';
import { Words } from '../report/fields';
import { CaseToMove, DestinationFields } from './CaseToMove';
import { asSent, begun, type Destination, inTurns, NOWHERE, needsReason, saidBefore } from './moving';

interface LeavingProps {
  municipality: string;
  leaver: ListedCoordinator;
  listed: ListedCoordinator[];
  leaders: ServiceLeader[];
  cases: CaseRow[];
}

interface Come {
  words: string;
  wrong: boolean;
}

/** What is the same for all, then each case, and one button. Doing it again does what has become possible. */
export function Leaving({ municipality, leaver, listed, leaders, cases }: LeavingProps) {
  const { t } = useTranslation('desk');
  const [lastDay, setLastDay] = useState(saidBefore(cases) || (leaver.leaves_on ?? ''));
  const [reason, setReason] = useState('');
  const [appoint, setAppoint] = useState(false);
  const [all, setAll] = useState<Destination>(NOWHERE);
  const [own, setOwn] = useState<Record<string, Destination>>({});
  const others = listed.filter(({ person }) => person !== leaver.person);
  const of = (row: CaseRow) => own[row.id] ?? begun(row, all);
  const { hand, moved, doing, come } = useHandingOver(municipality, leaver.person);
  const send = (event: FormEvent) => {
    event.preventDefault();
    const unsaid = !reason.trim() && needsReason(cases, lastDay);
    const lacks = !lastDay ? t('leaving.noDay') : unsaid ? t('leaving.noReason') : '';
    const sent = cases.map((row) => asSent(row, of(row)));
    void hand({ last_day: lastDay, reason: reason.trim(), appoint }, sent, lacks);
  };
  return (
    <DatedForm>
      <form className="front" onSubmit={send}>
        <Link className="ds-link" to={coordinatorsPath(municipality)}>
          {t('leaving.back')}
        </Link>
        <PageHeading tab={t('leaving.tab')} title={t('leaving.title', { name: leaver.name })} />
        <p className="quiet">{t('leaving.intro')}</p>
        <div className="case-card desk-form">
          <DateBox label={t('leaving.lastDay')} onDay={setLastDay} value={lastDay} />
          {needsReason(cases, lastDay) && (
            <Words label={t('leaving.reason')} onType={setReason} value={reason} />
          )}
          <DestinationFields
            leaders={leaders}
            listed={others}
            onChoose={(to) => setAll({ ...all, ...to })}
            to={all}
          />
          <Checkbox
            checked={appoint}
            description={t('leaving.appointHelp')}
            label={t('leaving.appoint')}
            onChange={(event) => setAppoint(event.target.checked)}
          />
        </div>
        <section aria-labelledby="their-cases" className="case-work">
          <h2 className="section-heading" id="their-cases">
            {t('leaving.cases', { count: cases.length })}
          </h2>
          <ul className="plain-list plan-words">
            {cases.map((row) => (
              <li key={row.id}>
                <CaseToMove
                  leaders={leaders}
                  listed={others}
                  moved={moved[row.id]}
                  municipality={municipality}
                  onChoose={(to) => setOwn({ ...own, [row.id]: { ...of(row), ...to } })}
                  row={row}
                  to={of(row)}
                />
              </li>
            ))}
          </ul>
        </section>
        <Said come={come} doing={doing} of={cases.length} />
        {cases.length > 0 && (
          <div>
            <Button type="submit">{t('leaving.send')}</Button>
          </div>
        )}
      </form>
    </DatedForm>
  );
}

function Said({ come, doing, of }: { come: Come | null; doing: number | null; of: number }) {
  const { t } = useTranslation('desk');
  const said = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (come) said.current?.focus();
  }, [come]);
  return (
    <div role="status">
      {doing !== null && <p>{t('leaving.doing', { done: doing, of })}</p>}
      {come && (
        <Alert data-color={come.wrong ? 'warning' : 'success'} ref={said} tabIndex={-1}>
          {come.words}
        </Alert>
      )}
    </div>
  );
}

type Leave = { last_day: string; reason: string; appoint: boolean };

/** Hands the cases over some at a time. `doing`: how many are answered, while it goes on. */
function useHandingOver(municipality: string, person: string) {
  const { t } = useTranslation('desk');
  const queries = useQueryClient();
  const wordsOf = useRefusalWords();
  const [moved, setMoved] = useState<Record<string, MovedCase>>({});
  const [doing, setDoing] = useState<number | null>(null);
  const [come, setCome] = useState<Come | null>(null);
  const hand = async (leave: Leave, sent: ReturnType<typeof asSent>[], lacks: string) => {
    if (doing !== null) return; // it goes on already
    if (lacks) {
      setCome({ words: lacks, wrong: true });
      return;
    }
    const found: Record<string, MovedCase> = {};
    setCome(null);
    setDoing(0);
    const where = { municipality, person };
    try {
      await inTurns(
        sent,
        async (cases) =>
          (
            await apiSend('POST /api/units/{municipality}/coordinators/{person}/handover', where, {
              ...leave,
              cases,
            })
          ).cases,
        (some) => {
          for (const each of some) found[each.case] = each;
          setMoved({ ...found });
          setDoing(Object.keys(found).length);
        },
      );
      setCome(summedUp(Object.values(found), t));
    } catch (error) {
      setCome({ words: wordsOf(error), wrong: true });
    }
    setDoing(null);
    void queries.invalidateQueries({ queryKey: keys.coordinators(municipality) });
  };
  return { hand, moved, doing, come };
}

function summedUp(moved: MovedCase[], t: (key: string, values?: Record<string, number>) => string): Come {
  const refused = moved.filter((each) => each.refused).length;
  const waiting = moved.filter((each) => each.lacks).length;
  const words = [
    t('leaving.done', { count: moved.length - refused }),
    ...(waiting ? [t('leaving.waiting', { count: waiting })] : []),
    ...(refused ? [t('leaving.notDone', { count: refused })] : []),
  ];
  return { words: words.join(' '), wrong: refused > 0 };
}
