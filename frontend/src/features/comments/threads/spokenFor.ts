import { firstNameOf } from '../../../domain/people';
import type { PlanView } from '../../../domain/types';
import type { Draft } from './drafts';

/** Whose words may be written here, and in which session. */
export function spokenFor({ plan, assisted }: { plan: PlanView; assisted: string | null }) {
  return { session: assisted, owner: firstNameOf(plan.owner_name) };
}

/**
 * The session in which a draft is the owner's words, null for one's own. It is settled with the first letter: what was begun
 * before the session stays one's own, and what was begun in it stays the owner's when that ends, and is then refused.
 */
export function saidIn(draft: Draft, session: string | null): string | null {
  if (draft.assisted !== undefined) return draft.assisted;
  return draft.text === '' ? session : null;
}
