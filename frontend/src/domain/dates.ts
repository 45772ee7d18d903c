/** The first and the last day that a plan can speak of; the server takes no others. */
export const FIRST_DAY = '1900-01-01';
export const LAST_DAY = '2200-12-31';

/**
 * Dates are ISO days (`2026-08-15`) in the document and formatted text on the screen. The log may hold others, written
 * before the server asked: those are no day.
 */
export function isIsoDay(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  if (value < FIRST_DAY || value > LAST_DAY) return false;
  // Where the calendar has no such day, Date goes on into the next month, or is none.
  const moment = new Date(`${value}T12:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(value);
}

/** Today as an ISO day in Norway, wherever the reader is: decisions and deadlines go by whole Norwegian days. */
export function todayInNorway(now: Date = new Date()): string {
  return dayInNorway(now.getTime());
}

const NORWAY = new Intl.DateTimeFormat('en-GB', {
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  timeZone: 'Europe/Oslo',
});

/** The ISO day in Norway at a time in milliseconds since 1970. */
export function dayInNorway(moment: number): string {
  // By its parts: a browser that lacks a language orders and separates them as its own does.
  const parts = new Map(NORWAY.formatToParts(moment).map(({ type, value }) => [type, value]));
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
}

/** The same day so many months later, or the last one of a shorter month; both are ISO days. */
export function inMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}
