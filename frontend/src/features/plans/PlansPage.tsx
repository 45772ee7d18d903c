import { useQuery } from '@tanstack/react-query';
import { Link, Navigate } from 'react-router';
import { apiGet, keys, useKnownMe, usePlans, useUnits } from '../../api';
import { useTranslation } from '../../i18n/useTranslation';
import { COORDINATED, INFORMATION, LEADER, OWN_CASES, planPath, REPORT } from '../../paths';
import { CoordinatedLink } from '../../ui/bar/CoordinatedLink';
import { useCoordinates } from '../../ui/bar/useCoordinates';
import { Loading } from '../../ui/Loading';
import { PageHeading } from '../../ui/PageHeading';
import { ProblemStatement } from '../../ui/ProblemStatement';
import { SimplePage } from '../../ui/SimplePage';
import { LeaderLink } from './LeaderLink';
import { MyPlans } from './MyPlans';
import { Overview } from './Overview';
import { isCounted, isLed, UnitLinks } from './UnitLinks';
import './plans.css';

/** The plans of this person; redirects to the plan if there is exactly one. */
export function PlansPage() {
  const { t } = useTranslation('plan');
  const plans = usePlans();
  const [only] = plans.data ?? [];
  if (only && plans.data?.length === 1) return <Navigate replace to={planPath(only.id)} />;
  return (
    <SimplePage>
      {plans.isPending && <Loading label={t('plans.loading')} />}
      {plans.isError && !plans.data && (
        <ProblemStatement error={plans.error} onRetry={() => void plans.refetch()} />
      )}
      {plans.data?.length === 0 && <NoPlans />}
      {plans.data && plans.data.length > 1 && <MyPlans plans={plans.data} />}
      {plans.data && <LeaderLink />}
      {plans.data && <CoordinatedLink>{(link) => <p className="unit-links">{link}</p>}</CoordinatedLink>}
    </SimplePage>
  );
}

/** For a person without plans: the counts for the coordinating unit, an explanation for everybody else. */
function NoPlans() {
  const { t } = useTranslation('plan');
  const units = useUnits();
  if (units.isPending) return <Loading label={t('plans.loading')} />;
  const there = units.data ?? [];
  return there.some(isCounted) ? <OfUnits /> : <WithoutOverview leads={there.some(isLed)} />;
}

function OfUnits() {
  const { t } = useTranslation('plan');
  const overview = useQuery({
    queryKey: keys.overview,
    queryFn: ({ signal }) => apiGet('/api/overview', {}, signal),
  });
  if (overview.isPending) return <Loading label={t('plans.loading')} />;
  if (overview.isError)
    return <ProblemStatement error={overview.error} onRetry={() => void overview.refetch()} />;
  return (
    <Overview plans={overview.data.plans}>
      <UnitLinks />
    </Overview>
  );
}

/** Whoever has a case and no plan yet reads there who does what next; a leader, for whom they are asked; and whoever
 * coordinates without a plan, for whom. */
function WithoutOverview({ leads }: { leads: boolean }) {
  const { t } = useTranslation('plan');
  const cases = useQuery({
    queryKey: keys.ownCases,
    queryFn: ({ signal }) => apiGet('/api/my-cases', {}, signal),
  });
  const coordinates = useCoordinates();
  if (cases.isPending || coordinates === undefined) return <Loading label={t('plans.loading')} />;
  if (cases.data?.length) return <Navigate replace to={OWN_CASES} />;
  if (leads) return <Navigate replace to={LEADER} />;
  return coordinates ? <Navigate replace to={COORDINATED} /> : <WithoutPlan />;
}

/** What a plan is, and whom to ask: whoever was sent here may never have heard of one. */
function WithoutPlan() {
  const { t, i18n } = useTranslation('plan');
  const me = useKnownMe();
  const language = i18n.language;
  const said = useQuery({
    queryKey: keys.texts('', 'plan', language),
    queryFn: ({ signal }) => apiGet('/api/texts/{subject}/{language}', { subject: 'plan', language }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <div className="front">
      <PageHeading tab={t('plans.emptyTitle')} title={t('plans.emptyTitle')} />
      <p>{t('plans.emptyText')}</p>
      {(['what', 'want'] as const).map((about) => (
        <section className="plan-words" key={about}>
          <h2 className="section-heading">{t(`plans.empty.${about}.title`)}</h2>
          <p>{said.data?.[`plan.none.${about}`]}</p>
        </section>
      ))}
      <p>
        <Link className="ds-link" to={REPORT}>
          {t('plans.empty.report')}
        </Link>
      </p>
      <p>
        <a className="ds-link" href={INFORMATION}>
          {t('plans.empty.information')}
        </a>
      </p>
      <section className="plan-words">
        <h2 className="section-heading">{t('plans.empty.invited.title')}</h2>
        <p>{t('plans.empty.invited.text')}</p>
      </section>
      {me && <p className="quiet">{t('plans.empty.id', { id: me.id })}</p>}
    </div>
  );
}
