import { apiSend } from '../../../api';
import type { Decision, NewDecision } from '../../../domain/types';
import type { Change } from './changes';

/** What came of signing: what is signed, and if not all, why it stopped. */
export interface Outcome {
  signed: { change: Change; decision: Decision }[];
  left: Change[];
  error: unknown;
}

type Post = (plan: string, decision: NewDecision) => Promise<Decision>;

const post: Post = (plan, decision) => apiSend('POST /api/plans/{plan}/grants', { plan }, decision);

function bodyOf({ participant, target, level, until, purpose }: Change): NewDecision {
  return {
    participant,
    ...target,
    level,
    ...(until && level !== 'none' && { until }),
    ...(purpose.trim() && { purpose: purpose.trim() }),
  };
}

/**
 * Sign changes one by one, in the order given. Stops at the first refusal: the order is part of what was read
 * and agreed to, so nothing after it is signed. Never throws.
 */
export async function signAll(plan: string, changes: readonly Change[], send: Post = post): Promise<Outcome> {
  const signed: Outcome['signed'] = [];
  for (const [index, change] of changes.entries()) {
    try {
      signed.push({ change, decision: await send(plan, bodyOf(change)) });
    } catch (error) {
      return { signed, left: changes.slice(index), error };
    }
  }
  return { signed, left: [], error: null };
}
