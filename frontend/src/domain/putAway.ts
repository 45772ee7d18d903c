import { participantOf } from './people';
import type { Kind, PartView, PlanView, PutAwayView } from './types';

/** The parts that are put away. A server of the release before does not know of any. */
export function putAwayOf(plan: PlanView): PutAwayView[] {
  return plan.put_away ?? [];
}

export function isPutAway(plan: PlanView, { id }: Pick<PartView, 'id'>): boolean {
  return putAwayOf(plan).some((part) => part.id === id);
}

/** Every part that this person may see, also those that are put away. */
export function everyPart(plan: PlanView): PartView[] {
  return [...plan.parts, ...putAwayOf(plan)];
}

/** Whether to offer it: the owner and who signs for them, and whoever made the part. */
export function mayPutAway(plan: PlanView, part: PartView): boolean {
  return part.level === 'edit' && (plan.may_sign || part.created_by === plan.me);
}

export function mayBringBack(plan: PlanView, part: PutAwayView): boolean {
  return plan.may_sign || part.put_away_by === plan.me;
}

/** Who will see a new part of this kind at once, without oneself; those it can be kept from are the `others`. */
export function readersOfNew(plan: PlanView, kind: Kind) {
  const ids = plan.adding?.find((each) => each.kind === kind)?.visible_to;
  const people = ids?.flatMap((id) => (id === plan.me ? [] : (participantOf(plan, id) ?? [])));
  return people && { people, others: people.filter(({ role }) => role !== 'owner') };
}

/** Whether a part of this kind that one adds would be a proposal. */
export function proposes(plan: PlanView, kind: Kind): boolean {
  return plan.adding?.some((each) => each.kind === kind && each.proposes) ?? false;
}
