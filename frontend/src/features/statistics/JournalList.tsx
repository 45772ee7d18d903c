import { Button } from '@digdir/designsystemet-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { apiGet, keys } from '../../api';
import { useTranslation } from '../../i18n/useTranslation';
import { deskCasePath } from '../../paths';
import { Loading } from '../../ui/Loading';
import { Dotted } from '../../ui/marks/Dotted';
import { ProblemStatement } from '../../ui/ProblemStatement';
import { sayer } from './words';

interface JournalListProps {
  municipality: string;
  year: string;
  texts: Record<string, string>;
}

/** Whom the journal is to say something of on the last day of the year, and what. */
export function JournalList({ municipality, year, texts }: JournalListProps) {
  const { t } = useTranslation('statistics');
  const say = sayer(texts);
  const found = useInfiniteQuery({
    queryKey: keys.journal(municipality, year),
    queryFn: ({ pageParam, signal }) =>
      apiGet(
        '/api/units/{municipality}/years/{year}/cases',
        { municipality, year },
        signal,
        pageParam === null ? [] : [['after', pageParam]],
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.after,
  });
  if (found.isError) return <ProblemStatement error={found.error} onRetry={() => void found.refetch()} />;
  if (found.isPending) return <Loading label={t('loading')} />;
  const cases = found.data.pages.flatMap((page) => page.cases);
  return (
    <section>
      <h3 className="section-heading">{t('journal')}</h3>
      <p>{say('journal.why')}</p>
      {cases.length === 0 && <p>{t('noCases')}</p>}
      <ul className="plain-list statistics__cases">
        {cases.map((each) => (
          <li key={each.id}>
            <Link className="ds-link" to={deskCasePath(municipality, each.id)}>
              {each.name}
            </Link>
            {each.protected && <span className="quiet"> · {t('protected')}</span>}
            <div>
              <Dotted
                facts={[
                  each.plan && say('journal.plan'),
                  each.coordinator && say('journal.coordinator'),
                  each.child_coordinator && say('journal.child-coordinator'),
                ]}
              />
            </div>
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <Button disabled={found.isFetching} onClick={() => void found.fetchNextPage()} variant="secondary">
          {t('more')}
        </Button>
      )}
    </section>
  );
}
