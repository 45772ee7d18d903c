import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { firstNameOf, participantOf } from '../domain/people';
import type { PartView, PlanView } from '../domain/types';

/** What a part is called: its own words for goals and measures, the kind for sections, the person for contributions. */
export function usePartTitle(plan: PlanView): (part: PartView) => string {
  const { t } = useTranslation('plan');
  return (part) => titleOf(t, plan, part);
}

function titleOf(t: TFunction<'plan'>, plan: PlanView, part: PartView): string {
  if (part.title.trim() !== '') return part.title;
  if (part.kind === 'goal' || part.kind === 'measure') return t(`untitled.${part.kind}`);
  if (part.kind === 'contribution') return contributionTitle(t, plan, part);
  return t(`kinds.${part.kind}`);
}

function contributionTitle(t: TFunction<'plan'>, plan: PlanView, part: PartView): string {
  if (part.responsible === plan.me) return t('kinds.myContribution');
  const person = participantOf(plan, part.responsible);
  return person ? t('kinds.contributionOf', { name: firstNameOf(person.name) }) : t('kinds.contribution');
}
