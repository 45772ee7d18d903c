import { apiSend, isProblem } from '../../../api';
import type { Commands } from '../../../domain/openapi';
import type { Decision, DecisionChoice } from '../../../domain/types';
import type { Change } from './changes';

/** The server's limit on changes signed in one request. */
export const MOST_AT_ONCE = 500;

const SIGN = 'POST /api/plans/{plan}/grants';

type Post = (plan: string, body: Commands[typeof SIGN]['body']) => Promise<Commands[typeof SIGN]['answer']>;

/** In that session, as the owner says it; null: in one's own name. */
export const postIn =
  (assisted: string | null): Post =>
  (plan, body) =>
    apiSend(SIGN, { plan }, body, undefined, assisted);

/** The request from which the server composes a change's sentence. A withdrawal has no end date. */
export function choiceOf({ participant, target, level, until }: Change): DecisionChoice {
  const ends = until && level !== 'none' ? { until } : {};
  if ('proposing' in target)
    return { participant, kind: target.proposing, proposing: level !== 'none', ...ends };
  return { participant, ...target, level, ...ends };
}

/**
 * Sign all changes in the order given, or none: `texts` are the sentences as they were read, one for each.
 * @throws Problem; with type `text-changed` if another sentence would be signed now.
 */
export async function signAll(
  plan: string,
  changes: readonly Change[],
  texts: readonly string[],
  send: Post = postIn(null),
): Promise<Decision[]> {
  const decisions = changes.map((change, place) => {
    const purpose = change.purpose.trim();
    return { ...choiceOf(change), ...(purpose && { purpose }), text: texts[place] ?? '' };
  });
  const answer = await send(plan, { decisions });
  return 'decisions' in answer ? answer.decisions : [answer];
}

/** The place of the change that the server names as the one it does not take; -1 if it names none. */
export function refusedPlace(error: unknown): number {
  const named = isProblem(error) ? /^decisions\[(\d+)\]/u.exec(error.detail ?? '') : null;
  return named ? Number(named[1]) : -1;
}
