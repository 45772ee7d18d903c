import { isIsoDay } from './dates';

/** The due day of a measure when it is past and the measure is neither done nor stopped, else null. */
export function lateSince(fields: { due?: string; status?: string }, today: string): string | null {
  if (fields.status === 'done' || fields.status === 'stopped') return null;
  return isIsoDay(fields.due) && fields.due < today ? fields.due : null;
}
