import { isOwner } from '../../domain/people';
import type { PlanView } from '../../domain/types';
import { useTranslation } from '../../i18n/useTranslation';

/** Of a goal without measures on this page. Only the owner sees all: of others it is not known that there is none. */
export function NoMeasures({ plan }: { plan: PlanView }) {
  const { t } = useTranslation('plan');
  return <p className="quiet goal__none">{t(isOwner(plan) ? 'goal.noMeasures' : 'goal.noMeasuresSeen')}</p>;
}
