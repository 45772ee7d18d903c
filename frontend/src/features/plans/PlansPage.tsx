import { useQuery } from '@tanstack/react-query';
import { Navigate } from 'react-router';
import { apiGet, keys, usePlans } from '../../api';
import { useTranslation } from '../../i18n/useTranslation';
import { planPath } from '../../paths';
import { Loading } from '../../ui/Loading';
import { PageHeading } from '../../ui/PageHeading';
import { ProblemStatement } from '../../ui/ProblemStatement';
import { SimplePage } from '../../ui/SimplePage';
import { MyPlans } from './MyPlans';
import { Overview } from './Overview';
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
      {plans.isError && <ProblemStatement error={plans.error} onRetry={() => void plans.refetch()} />}
      {plans.data?.length === 0 && <NoPlans />}
      {plans.data && plans.data.length > 1 && <MyPlans plans={plans.data} />}
    </SimplePage>
  );
}

/** For a person without plans: the counts for the coordinating unit, an explanation for everybody else. */
function NoPlans() {
  const { t } = useTranslation('plan');
  const overview = useQuery({
    queryKey: keys.overview,
    queryFn: ({ signal }) => apiGet('/api/overview', {}, signal),
    retry: false,
  });
  if (overview.isPending) return <Loading label={t('plans.loading')} />;
  if (overview.data) return <Overview plans={overview.data.plans} />;
  return <WithoutPlan />;
}

/** What a plan is, and whom to ask: whoever was sent here may never have heard of one. */
function WithoutPlan() {
  const { t } = useTranslation('plan');
  return (
    <div className="front">
      <PageHeading tab={t('plans.emptyTitle')} title={t('plans.emptyTitle')} />
      <p>{t('plans.emptyText')}</p>
      {(['what', 'want', 'invited'] as const).map((about) => (
        <section className="plan-words" key={about}>
          <h2 className="section-heading">{t(`plans.empty.${about}.title`)}</h2>
          <p>{t(`plans.empty.${about}.text`)}</p>
        </section>
      ))}
    </div>
  );
}
