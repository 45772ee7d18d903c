import { Alert, Button } from '@digdir/designsystemet-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { apiGet, apiSend, keys } from '../../api';
import { todayInNorway } from '../../domain/dates';
import type { YearAnswer, YearsAnswer } from '../../domain/openapi';
import { dayInFull, momentInFull } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';
import { yearReportPath } from '../../paths';
import { Loading } from '../../ui/Loading';
import { PageHeading } from '../../ui/PageHeading';
import { ProblemStatement } from '../../ui/ProblemStatement';
import { UnitPage } from '../../ui/unit/UnitPage';
import { CountsTable } from './CountsTable';
import { JournalList } from './JournalList';
import { useTexts } from './useTexts';
import '../../i18n/statistics';
import './statistics.css';

/** The reports of years: one of them, by `?ar`, or the newest that is frozen. */
export function YearPage() {
  const { t } = useTranslation('statistics');
  const { municipality = '' } = useParams();
  const years = useQuery({
    queryKey: keys.years(municipality),
    queryFn: ({ signal }) => apiGet('/api/units/{municipality}/years', { municipality }, signal),
  });
  return (
    <UnitPage>
      {years.isPending && <Loading label={t('loading')} />}
      {years.isError && <ProblemStatement error={years.error} onRetry={() => void years.refetch()} />}
      {years.data && <Years municipality={municipality} years={years.data} />}
    </UnitPage>
  );
}

function Years({ municipality, years }: { municipality: string; years: YearsAnswer }) {
  const { t, i18n } = useTranslation('statistics');
  const chosen = useSearchParams()[0].get('ar');
  // A process of the release before says no day, while both run.
  const waiting = years.waits_until ? Number(years.waits_until.slice(0, 4)) - 1 : null;
  const year = chosen ?? String(years.may_freeze ?? waiting ?? years.years[0]?.year ?? '');
  return (
    <div className="front statistics">
      <PageHeading tab={t('years')} title={t('years')} />
      {years.years.length > 0 && (
        <nav aria-label={t('frozenYears')}>
          <ul className="plain-list statistics__years">
            {years.years.map((each) => (
              <li key={each.year}>
                <Link
                  aria-current={String(each.year) === year ? 'page' : undefined}
                  className="ds-link"
                  to={`${yearReportPath(municipality)}?ar=${each.year}`}
                >
                  {each.year}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {years.may_freeze !== null && <Freeze municipality={municipality} year={years.may_freeze} />}
      {waiting !== null && (
        <p>{t('freezeWaits', { year: waiting, day: dayInFull(years.waits_until ?? '', i18n.language) })}</p>
      )}
      {year ? <Year municipality={municipality} year={year} /> : <NoYears />}
    </div>
  );
}

/** What a report is, and from which day there can be one. */
function NoYears() {
  const { t, i18n } = useTranslation('statistics');
  const year = Number(todayInNorway().slice(0, 4));
  return <p>{t('noYears', { year, day: dayInFull(`${year + 1}-01-01`, i18n.language) })}</p>;
}

function Freeze({ municipality, year }: { municipality: string; year: number }) {
  const { t } = useTranslation('statistics');
  const queries = useQueryClient();
  const [failed, setFailed] = useState(false);
  const freeze = async () => {
    try {
      const where = { municipality, year: String(year) };
      await apiSend('POST /api/units/{municipality}/years/{year}', where, {});
      setFailed(false);
    } catch {
      setFailed(true);
    }
    await queries.invalidateQueries({ queryKey: keys.years(municipality) });
  };
  return (
    <div>
      <p>{t('freezeMeans', { year })}</p>
      <Button onClick={() => void freeze()} variant="secondary">
        {t('freeze', { year })}
      </Button>
      {failed && (
        <Alert data-color="danger" role="alert">
          {t('freezeFailed')}
        </Alert>
      )}
    </div>
  );
}

function Year({ municipality, year }: { municipality: string; year: string }) {
  const { t } = useTranslation('statistics');
  const texts = useTexts(municipality);
  const found = useQuery({
    queryKey: keys.year(municipality, year),
    queryFn: ({ signal }) => apiGet('/api/units/{municipality}/years/{year}', { municipality, year }, signal),
  });
  const failed = found.error ?? texts.error;
  if (failed) return <ProblemStatement error={failed} onRetry={() => void found.refetch()} />;
  if (!(found.data && texts.data)) return <Loading label={t('loading')} />;
  return <Report municipality={municipality} report={found.data} texts={texts.data} />;
}

interface ReportProps {
  municipality: string;
  report: YearAnswer;
  texts: Record<string, string>;
}

function Report({ municipality, report, texts }: ReportProps) {
  const { t, i18n } = useTranslation('statistics');
  const day = dayInFull(report.as_of, i18n.language);
  const over = report.as_of < todayInNorway();
  return (
    <section className="statistics__report">
      <h2 className="section-heading">{report.year}</h2>
      <p>
        {report.frozen_at
          ? t('frozen', { day, at: momentInFull(report.frozen_at, i18n.language) })
          : t(over ? 'notFrozen' : 'soFar', { day })}
        {!report.full && ` ${t('small', { least: report.blanked_under })}`}
      </p>
      {report.frozen_at && (
        <p>
          <a
            className="ds-link"
            download
            href={`/api/units/${municipality}/years/${report.year}/export?language=${i18n.language}`}
          >
            {t('export')}
          </a>{' '}
          <span className="quiet">{t('exportMeans', { least: report.blanked_under })}</span>
        </p>
      )}
      <CountsTable
        before={report.before.length > 0 ? report.before : undefined}
        caption={t('yearCaption', { year: report.year })}
        counts={report.counts}
        texts={texts}
      />
      {report.full && <JournalList municipality={municipality} texts={texts} year={String(report.year)} />}
    </section>
  );
}
