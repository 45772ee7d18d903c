import { Button } from '@digdir/designsystemet-react';
import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { apiGet, keys, standing } from '../../api';
import type { CaseInbox, CaseRow } from '../../domain/openapi';
import { useTranslation } from '../../i18n/useTranslation';
import { CHECK_PAPER, deskCasePath, deskPath, typedReportPath } from '../../paths';
import { Loading } from '../../ui/Loading';
import { PageHeading } from '../../ui/PageHeading';
import { ProblemStatement } from '../../ui/ProblemStatement';
import { UnitPage } from '../../ui/unit/UnitPage';
import { askedFor } from './desk/filters';
import { InboxFilters } from './desk/InboxFilters';
import { useStepWords } from './desk/useDesk';
import '../../i18n/cases';
import './desk/words';
import './cases.css';
import { Dotted } from '../../ui/marks/Dotted';

/** Cases that wait for nothing from a report, in which something else may: without these nobody would find them. */
const OTHERS = ['open', 'decided', 'declined', 'moved', 'closed'] as const;

/** The unit's desk: what waits, oldest first, with what is next; and, by `?andre`, all other cases. */
export function DeskPage({ children }: { children?: ReactNode }) {
  const { municipality = '' } = useParams();
  const [search] = useSearchParams();
  const others = search.has('andre');
  const asked = askedFor(search);
  const inbox = useInfiniteQuery({
    queryKey: keys.unitCases(municipality, `${others} ${JSON.stringify(asked)}`),
    queryFn: ({ pageParam, signal }) =>
      apiGet('/api/units/{municipality}/cases', { municipality }, signal, [
        ...(others && !search.get('status') ? OTHERS : []).map((status) => ['status', status] as const),
        ...asked,
        ...(pageParam === null ? [] : [['after', pageParam] as const]),
      ]),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.after,
  });
  return (
    <UnitPage>
      <Inbox filtered={asked.length > 0} inbox={inbox} municipality={municipality} others={others}>
        {children}
      </Inbox>
    </UnitPage>
  );
}

interface InboxProps {
  inbox: UseInfiniteQueryResult<InfiniteData<CaseInbox>>;
  municipality: string;
  others: boolean;
  filtered: boolean;
  children: ReactNode;
}

function Inbox({ inbox, municipality, others, filtered, children }: InboxProps) {
  const { t } = useTranslation(['cases', 'desk']);
  const pages = inbox.data?.pages ?? [];
  const rows = pages.flatMap(({ cases }) => cases);
  const [newest] = pages;
  if (inbox.error && !standing(inbox))
    return <ProblemStatement error={inbox.error} onRetry={() => void inbox.refetch()} />;
  return (
    <div className="front">
      <PageHeading tab={t('desk.tab')} title={t(others ? 'desk.others' : 'desk.tab')} />
      {newest && !others && <p className="quiet">{t('desk.ages', { ...newest.ages })}</p>}
      {children}
      <p className="report__acts">
        <Link className="ds-link" to={others ? deskPath(municipality) : `${deskPath(municipality)}?andre`}>
          {t(others ? 'desk.waiting' : 'desk.others')}
        </Link>
        <Link className="ds-link" to={typedReportPath(municipality)}>
          {t('desk:inbox.type')}
        </Link>
        <Link className="ds-link" to={CHECK_PAPER}>
          {t('desk:checkPaper')}
        </Link>
      </p>
      <InboxFilters />
      {inbox.isPending && <Loading label={t('desk.loading')} />}
      {newest && rows.length === 0 && (
        <p>{t(filtered ? 'desk:inbox.none' : others ? 'desk.noOthers' : 'desk.none')}</p>
      )}
      <ul className="plain-list plan-words">
        {rows.map((row) => (
          <li key={row.id}>
            <Row municipality={municipality} row={row} />
          </li>
        ))}
      </ul>
      {inbox.hasNextPage && (
        <Button disabled={inbox.isFetching} onClick={() => void inbox.fetchNextPage()} variant="secondary">
          {t('desk.more')}
        </Button>
      )}
    </div>
  );
}

function Row({ municipality, row }: { municipality: string; row: CaseRow }) {
  const { t } = useTranslation('cases');
  const wordsOf = useStepWords();
  const marks = [
    row.protected && t('desk.protected'),
    !row.consent_checked && t('desk.noConsent'),
    !row.verified && t('desk.unverified'),
  ].filter(Boolean);
  return (
    <article className="case-card">
      <h2 className="section-heading">
        <Link
          className="ds-link"
          aria-label={t('desk.open', { name: row.name })}
          to={deskCasePath(municipality, row.id)}
        >
          {row.name}
        </Link>
      </h2>
      <p>
        <Dotted
          facts={[
            `${t('desk.age')}: ${t('desk.days', { count: row.age_days })}`,
            `${t('desk.wish')}: ${row.asked.map((each) => t(`own.things.${each}`)).join(', ')}`,
            `${t('desk.handler')}: ${row.handler || t('desk.nobody')}`,
          ]}
        />
      </p>
      {row.next && (
        <p>
          {wordsOf(row.next.who, row.next.step)}
          {row.next.days_late > 0 && (
            <>
              . <strong>{t('own.late', { count: row.next.days_late })}</strong>
            </>
          )}
        </p>
      )}
      {marks.length > 0 && (
        <p className="quiet">
          <Dotted facts={marks} />
        </p>
      )}
    </article>
  );
}
