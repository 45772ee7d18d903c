import { useQuery } from '@tanstack/react-query';
import { apiGet, keys } from '../../../api';
import type { PlanView } from '../../../domain/types';
import { dayInFull } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { UnitContact } from '../../../ui/unit/UnitContact';

/** To everybody who takes part: since when nobody coordinates, and whom to call meanwhile. */
export function EmptyPlace({ plan }: { plan: PlanView }) {
  const { t, i18n } = useTranslation('plan');
  const { data } = useQuery({
    queryKey: keys.coordinatorsPlace(plan.id, plan.version),
    queryFn: ({ signal }) => apiGet('/api/plans/{plan}/coordinators-place', { plan: plan.id }, signal),
  });
  if (!data?.empty_since) return <p className="quiet">{t('front.noCoordinator')}</p>;
  const since = dayInFull(data.empty_since, i18n.language);
  return (
    <>
      <p>
        <strong>
          {data.days > 0 ? t('front.empty', { day: since, count: data.days }) : t('front.emptyToday')}
        </strong>
      </p>
      <p>{t('front.emptyWho')}</p>
      <UnitContact number={data.municipality} />
    </>
  );
}
