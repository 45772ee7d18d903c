import { isIsoDay } from './dates';

/** The day on which a measure that is still only planned should have begun, else null. */
export function startMissed(fields: { start?: string; status?: string }, today: string): string | null {
  if (fields.status !== undefined && fields.status !== 'planned') return null;
  return isIsoDay(fields.start) && fields.start < today ? fields.start : null;
}

/** Orders late measures first, the longest late of them before the others; the rest stays in its order. */
export function lateFirst(
  one: { due?: string; status?: string },
  other: { due?: string; status?: string },
  today: string,
): number {
  const [a, b] = [lateSince(one, today), lateSince(other, today)];
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}

/** The due day of a measure when it is past and the measure is neither done nor stopped, else null. */
export function lateSince(fields: { due?: string; status?: string }, today: string): string | null {
  if (fields.status === 'done' || fields.status === 'stopped') return null;
  return isIsoDay(fields.due) && fields.due < today ? fields.due : null;
}
