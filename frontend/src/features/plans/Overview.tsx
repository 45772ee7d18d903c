import type { ReactNode } from 'react';
import { dayInNorway } from '../../domain/dates';
import type { PlanCounts } from '../../domain/types';
import { dayAsSpoken } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';
import { PageHeading } from '../../ui/PageHeading';

/** For the coordinating unit: the plans without a coordinator first, then the others. */
export function Overview({ plans, children }: { plans: PlanCounts[]; children?: ReactNode }) {
  const { t } = useTranslation('plan');
  const vacant = plans.filter((plan) => plan.coordinator_name === null);
  const others = plans.filter((plan) => plan.coordinator_name !== null);
  return (
    <div className="front">
      <PageHeading tab={t('plans.overviewTitle')} title={t('plans.overviewTitle')} />
      <p className="quiet">{t('plans.overviewText')}</p>
      {children}
      {vacant.length > 0 && <Group plans={vacant} title={t('plans.vacant', { count: vacant.length })} />}
      {others.length > 0 && <Group plans={others} title={t('plans.coordinated', { count: others.length })} />}
    </div>
  );
}

function Group({ plans, title }: { plans: PlanCounts[]; title: string }) {
  return (
    <section className="plan-words">
      <h2 className="section-heading">{title}</h2>
      <ul className="plain-list plan-list">
        {plans.map((plan) => (
          <Counts key={`${plan.created_at} ${plan.coordinator_name}`} plan={plan} />
        ))}
      </ul>
    </section>
  );
}

const COUNTS = ['participants', 'parts', 'goals', 'measures'] as const;

function Counts({ plan }: { plan: PlanCounts }) {
  const { t, i18n } = useTranslation('plan');
  return (
    <li className={plan.coordinator_name === null ? 'overview overview--vacant' : 'overview'}>
      <dl className="overview__facts">
        <div className="overview__wide">
          <dt className="quiet">{t('plans.overview.coordinator')}</dt>
          <dd>{plan.coordinator_name ?? t('plans.overview.noCoordinator')}</dd>
        </div>
        {COUNTS.map((count) => (
          <div key={count}>
            <dt className="quiet">{t(`plans.overview.${count}`)}</dt>
            <dd>{plan[count]}</dd>
          </div>
        ))}
        <div>
          <dt className="quiet">{t('plans.overview.since')}</dt>
          <dd>{dayAsSpoken(dayInNorway(Date.parse(plan.created_at)), i18n.language)}</dd>
        </div>
      </dl>
    </li>
  );
}
