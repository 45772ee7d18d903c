import { COORDINATING, isOwner, participantOf } from '../../../domain/people';
import type { ParticipantView, PlanView } from '../../../domain/types';

/** Whether the signed-in person may end somebody's participation. A coordinator's is the coordinating unit's to end. */
export function mayEnd(plan: PlanView, person: ParticipantView): boolean {
  if (!plan.may_sign || person.role === 'owner' || COORDINATING.includes(person.role)) return false;
  return isOwner(plan) || (person.role !== 'representative' && participantOf(plan, person.id) !== undefined);
}
