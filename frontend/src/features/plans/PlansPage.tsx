import { Button } from '@digdir/designsystemet-react';
import { ChevronRightIcon } from '@navikt/aksel-icons';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, Navigate } from 'react-router';
import { apiGet, keys, usePlans } from '../../api';
import { dayAsSpoken } from '../../domain/dates';
import type { PlanCounts, PlanSummary } from '../../domain/types';
import { planPath } from '../../paths';
import { useAskedLogout } from '../../ui/LeaveDialog';
import { Loading } from '../../ui/Loading';
import { PageHeading } from '../../ui/PageHeading';
import { ProblemStatement } from '../../ui/ProblemStatement';
import { SimplePage } from '../../ui/SimplePage';
import { Statement } from '../../ui/Statement';
import './plans.css';

/** The plans of this person; redirects to the plan if there is exactly one. */
export function PlansPage() {
  const { t } = useTranslation('plan');
  const plans = usePlans();
  const [only] = plans.data ?? [];
  if (only && plans.data?.length === 1) return <Navigate replace to={planPath(only.id)} />;
  return (
    <SimplePage actions={<LogOut />}>
      {plans.isPending && <Loading label={t('plans.loading')} />}
      {plans.isError && <ProblemStatement error={plans.error} onRetry={() => void plans.refetch()} />}
      {plans.data?.length === 0 && <NoPlans />}
      {plans.data && plans.data.length > 1 && <Plans plans={plans.data} />}
    </SimplePage>
  );
}

function LogOut() {
  const { t } = useTranslation('common');
  const { logOut, busy, question } = useAskedLogout();
  return (
    <>
      <Button data-size="sm" onClick={logOut} variant="tertiary">
        {t(busy ? 'loggingOut' : 'logOut')}
      </Button>
      {question}
    </>
  );
}

function Plans({ plans }: { plans: PlanSummary[] }) {
  const { t } = useTranslation(['plan', 'common']);
  return (
    <div className="front">
      <PageHeading tab={t('plans.title')} title={t('plans.title')} />
      <ul className="plain-list plan-list">
        {plans.map((plan) => (
          <li key={plan.id}>
            <Link className="plan-row" to={planPath(plan.id)}>
              <span className="people__words">
                <span className="people__name">{t('plans.planOf', { name: plan.owner_name })}</span>
                <span className="quiet">
                  {plan.role === 'owner'
                    ? t('plans.yourOwn')
                    : t('plans.yourRole', { role: t(`common:roles.${plan.role}`) })}
                </span>
              </span>
              <ChevronRightIcon aria-hidden="true" fontSize="1.5rem" />
            </Link>
          </li>
        ))}
      </ul>
    </div>
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
  return <Statement text={t('plans.emptyText')} title={t('plans.emptyTitle')} />;
}

function Overview({ plans }: { plans: PlanCounts[] }) {
  const { t, i18n } = useTranslation('plan');
  const counts = ['participants', 'parts', 'goals', 'measures'] as const;
  return (
    <div className="front">
      <PageHeading tab={t('plans.overviewTitle')} title={t('plans.overviewTitle')} />
      <p className="quiet">{t('plans.overviewText')}</p>
      <ul className="plain-list plan-list">
        {plans.map((plan) => (
          <li className="overview" key={`${plan.created_at} ${plan.coordinator_name}`}>
            <dl className="overview__facts">
              <div className="overview__wide">
                <dt className="quiet">{t('plans.overview.coordinator')}</dt>
                <dd>{plan.coordinator_name ?? t('plans.overview.noCoordinator')}</dd>
              </div>
              {counts.map((count) => (
                <div key={count}>
                  <dt className="quiet">{t(`plans.overview.${count}`)}</dt>
                  <dd>{plan[count]}</dd>
                </div>
              ))}
              <div>
                <dt className="quiet">{t('plans.overview.since')}</dt>
                <dd>{dayAsSpoken(plan.created_at.slice(0, 10), i18n.language)}</dd>
              </div>
            </dl>
          </li>
        ))}
      </ul>
    </div>
  );
}
