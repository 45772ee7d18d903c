import { isIsoDay } from './dates';

/** The day a measure should have been done, when that day is past and it is neither done nor stopped. */
export function lateSince(fields: { due?: string; status?: string }, today: string): string | null {
  if (fields.status === 'done' || fields.status === 'stopped') return null;
  return isIsoDay(fields.due) && fields.due < today ? fields.due : null;
}
