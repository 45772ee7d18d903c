import type { Decision, GrantPart } from '../../../domain/types';

/** Why a decision holds no longer: a later one has taken its place, or its last day is over. */
export type Ended = { by: number } | 'over';

/**
 * What of `decisions`, newest first, holds no longer, by its number. A later decision about the same person takes the
 * place of one about the same part or kind, and one that closes a kind also of those about its parts.
 */
export function endedOnes(
  decisions: readonly Decision[],
  parts: readonly GrantPart[],
  now: number,
): ReadonlyMap<number, Ended> {
  const kindOf = new Map(parts.map(({ id, kind }) => [id, kind]));
  const later = new Map<string, number>();
  const ended = new Map<number, Ended>();
  for (const { number, participant, part, kind, proposing, level, until } of decisions) {
    const sees = proposing === null;
    const subject = part === null ? `kind ${kind}` : `part ${part}`;
    const about = `${participant} ${sees ? '' : 'proposes '}${subject}`;
    const closed = part === null ? undefined : later.get(`${participant} closed ${kindOf.get(part)}`);
    // The first that takes its place is the one to name.
    const by = Math.min(later.get(about) ?? Infinity, closed ?? Infinity);
    if (by < Infinity) ended.set(number, { by });
    else if (until !== null && Date.parse(until) <= now) ended.set(number, 'over');
    later.set(about, number);
    if (sees && part === null && level === 'none') later.set(`${participant} closed ${kind}`, number);
  }
  return ended;
}
