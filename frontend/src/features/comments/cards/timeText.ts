const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The start of the reader's day: «i går» is a day of the calendar, however many hours ago. */
function midnight(moment: number): number {
  return new Date(moment).setHours(0, 0, 0, 0);
}

/**
 * «for 5 minutter siden» within a week, then the date; null within the first minute.
 * `now` in milliseconds since 1970.
 */
export function relativeTime(iso: string, now: number, locale: string): string | null {
  const then = Date.parse(iso);
  // A local clock that is slightly behind must not give a time in the future.
  const past = Math.max(0, now - then);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (past < MINUTE) return null;
  if (past < HOUR) return format.format(-Math.floor(past / MINUTE), 'minute');
  if (past < DAY) return format.format(-Math.floor(past / HOUR), 'hour');
  const days = Math.round((midnight(now) - midnight(then)) / DAY);
  if (days < 7) return format.format(-days, 'day');
  const sameYear = new Date(then).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    ...(!sameYear && { year: 'numeric' }),
  }).format(then);
}
