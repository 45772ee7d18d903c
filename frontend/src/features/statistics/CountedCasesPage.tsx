import { Button } from '@digdir/designsystemet-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import { apiGet, keys } from '../../api';
import { dayInFull } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';
import { deskCasePath, overviewPath } from '../../paths';
import { Loading } from '../../ui/Loading';
import { PageHeading } from '../../ui/PageHeading';
import { ProblemStatement } from '../../ui/ProblemStatement';
import { UnitPage } from '../../ui/unit/UnitPage';
import { useTexts } from './useTexts';
import { sayer } from './words';
import '../../i18n/statistics';
import './statistics.css';

/** The cases behind a number, for case handlers. */
export function CountedCasesPage() {
  const { t, i18n } = useTranslation('statistics');
  const { municipality = '' } = useParams();
  const [asked] = useSearchParams();
  const query = [...asked.entries()];
  const texts = useTexts(municipality);
  const found = useInfiniteQuery({
    queryKey: keys.countedCases(municipality, query),
    queryFn: ({ pageParam, signal }) =>
      apiGet('/api/units/{municipality}/overview/cases', { municipality }, signal, [
        ...query,
        ...(pageParam === null ? [] : [['after', pageParam] as const]),
      ]),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.after,
  });
  const failed = found.error ?? texts.error;
  if (failed) {
    return (
      <UnitPage>
        <ProblemStatement error={failed} onRetry={() => void found.refetch()} />
      </UnitPage>
    );
  }
  const say = sayer(texts.data ?? {});
  const [count, value] = [asked.get('count') ?? '', asked.get('value')];
  const back = new URLSearchParams(query.filter(([name]) => name === 'month'));
  const cases = found.data?.pages.flatMap((page) => page.cases);
  return (
    <UnitPage>
      {!(cases && texts.data) && <Loading label={t('loading')} />}
      {cases && texts.data && (
        <div className="front statistics">
          <Link className="ds-link" to={`${overviewPath(municipality)}?${back}`}>
            {t('back')}
          </Link>
          <PageHeading tab={say(`count.${count}`)} title={say(`count.${count}`)} />
          {value && <p>{say(`value.${count}.${value}`)}</p>}
          {cases.length === 0 && <p>{t('noCases')}</p>}
          <ul className="plain-list statistics__cases">
            {cases.map((each) => (
              <li key={each.id}>
                <Link className="ds-link" to={deskCasePath(municipality, each.id)}>
                  {each.name}
                </Link>
                {each.received && (
                  <span className="quiet">
                    {' '}
                    {t('received', { day: dayInFull(each.received, i18n.language) })}
                  </span>
                )}
                {each.protected && <span className="quiet"> · {t('protected')}</span>}
              </li>
            ))}
          </ul>
          {found.hasNextPage && (
            <Button
              disabled={found.isFetching}
              onClick={() => void found.fetchNextPage()}
              variant="secondary"
            >
              {t('more')}
            </Button>
          )}
        </div>
      )}
    </UnitPage>
  );
}
