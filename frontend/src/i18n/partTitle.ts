import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { firstNameOf, participantOf } from '../domain/people';
import type { PartView, PlanView } from '../domain/types';

/**
 * What a part is called: its own words for goals and measures, the kind for sections. `contribution` is what a
 * contribution is called, which depends on who reads and how exactly the person must be named; undefined when that
 * person is not known.
 */
export function partTitle(
  t: TFunction<'plan'>,
  { kind, title }: Pick<PartView, 'kind' | 'title'>,
  contribution: string | undefined,
): string {
  if (title.trim() !== '') return title;
  if (kind === 'goal' || kind === 'measure') return t(`untitled.${kind}`);
  return (kind === 'contribution' && contribution) || t(`kinds.${kind}`);
}

/** The titles of a plan's parts for the one who reads, to whom a first name is enough. */
export function usePartTitle(plan: PlanView): (part: PartView) => string {
  const { t } = useTranslation('plan');
  return (part) => partTitle(t, part, contributionTitle(t, plan, part));
}

function contributionTitle(t: TFunction<'plan'>, plan: PlanView, part: PartView): string | undefined {
  if (part.responsible === plan.me) return t('kinds.myContribution');
  const person = participantOf(plan, part.responsible);
  return person && t('kinds.contributionOf', { name: firstNameOf(person.name) });
}
