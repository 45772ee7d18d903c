import { isIsoDay } from './dates';

interface MeasureDays {
  start?: string;
  due?: string;
  status?: string;
}

/** The due day of a measure when it is past and the measure is neither done nor stopped, else null. */
export function lateSince(fields: MeasureDays, today: string): string | null {
  return isOpen(fields) && isIsoDay(fields.due) && fields.due < today ? fields.due : null;
}

/** Orders late measures first, the longest late of them before the others; the rest stays in its order. */
export function lateFirst(one: MeasureDays, other: MeasureDays, today: string): number {
  const [a, b] = [lateSince(one, today), lateSince(other, today)];
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}

/** The day on which a measure should have started, when that is past and it is still only planned, else null. */
export function unstartedSince({ start, status }: MeasureDays, today: string): string | null {
  const planned = (status ?? 'planned') === 'planned';
  return planned && isIsoDay(start) && start < today ? start : null;
}

/** The due day of a measure that is neither done nor stopped, while it is not past, else null. */
export function dueBy(fields: MeasureDays, today: string): string | null {
  return isOpen(fields) && isIsoDay(fields.due) && fields.due >= today ? fields.due : null;
}

/** Whether it goes on: it is neither done nor stopped. */
export function isOpen({ status }: MeasureDays): boolean {
  return status !== 'done' && status !== 'stopped';
}

/** Two people who each set one of the days may make it so: it is said, and nothing is refused. */
export function endsBeforeStart(start: string | undefined, end: string | undefined): boolean {
  return isIsoDay(start) && isIsoDay(end) && end < start;
}
