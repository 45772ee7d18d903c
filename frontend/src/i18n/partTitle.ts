import type { PartGroup } from '../domain/grouping';
import { factsOf } from '../domain/kinds';
import { firstNameOf, isOwner, namedIn } from '../domain/people';
import { putAwayOf } from '../domain/putAway';
import type { PartView, PlanView } from '../domain/types';
import { type TFunction, unturned } from './translate';
import { useTranslation } from './useTranslation';

/**
 * The title of a part: the written title, else the name of its kind. `owned` is the title of a part that belongs to
 * one person, which depends on the reader and on how precisely the person must be named; undefined when that person
 * is unknown.
 */
export function partTitle(
  t: TFunction<'plan'>,
  { kind, title }: Pick<PartView, 'kind' | 'title'>,
  owned: string | undefined,
): string {
  // As a title may stand in the document, whose fields on paper are read straight from it.
  const own = unturned(title);
  if (own.trim() !== '') return own;
  const facts = factsOf(kind);
  if (facts.titled) return t(`untitled.${kind}`);
  return (facts.own && owned) || t(`kinds.${kind}`);
}

/** The titles of a plan's parts for the signed-in reader, with first names only. */
export function usePartTitle(plan: PlanView): (part: PartView) => string {
  const { t } = useTranslation('plan');
  return (part) => partTitle(t, part, ownedTitle(t, plan, part));
}

/** What a measure says of the goal it belongs to, which may be put away, or not shared with this person. */
export function useGoalTitle(plan: PlanView): (goal: string) => string {
  const { t } = useTranslation('plan');
  const titleOf = usePartTitle(plan);
  return (goal) => {
    const away = putAwayOf(plan).find(({ id }) => id === goal);
    if (away) return t('putAway.named', { title: titleOf(away) });
    const found = plan.parts.find(({ id }) => id === goal);
    return found ? titleOf(found) : t('measure.hiddenGoal');
  };
}

/** The headings of the groups of a plan's parts: to others than the owner, "Hvem jeg er" would say who they are. */
export function useGroupTitle(plan: PlanView): (group: PartGroup<PartView>['name']) => string {
  const { t } = useTranslation('plan');
  return (group) =>
    group === 'about' && !isOwner(plan)
      ? t('groups.aboutOther', { owner: firstNameOf(plan.owner_name) })
      : t(`groups.${group}`);
}

function ownedTitle(t: TFunction<'plan'>, plan: PlanView, part: PartView): string | undefined {
  if (!factsOf(part.kind).own) return undefined;
  if (part.responsible === plan.me) return t(`owned.${part.kind}.mine`);
  const named = namedIn(plan, part.responsible);
  return named && t(`owned.${part.kind}.of`, { name: firstNameOf(named.person.name) });
}
