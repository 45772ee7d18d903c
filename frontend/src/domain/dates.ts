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
  const moment = noonOf(value);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(value);
}

/** "15. august 2026", or without the year when it is this year's. */
export function dayAsSpoken(day: string, locale: string, today: string = todayHere()): string {
  if (!sameYear(day, today)) return dayInFull(day, locale);
  const form = new Intl.DateTimeFormat(written(locale), { day: 'numeric', month: 'long', timeZone: 'UTC' });
  return form.format(noonOf(day));
}

/** "15. august 2026", whatever the year: on paper, which is read in other years too. */
export function dayInFull(day: string, locale: string): string {
  return new Intl.DateTimeFormat(written(locale), { dateStyle: 'long', timeZone: 'UTC' }).format(noonOf(day));
}

/** Whether two ISO days are in one year. */
export function sameYear(one: string, other: string): boolean {
  return one.slice(0, 4) === other.slice(0, 4);
}

/** "31.5.2027": for table cells. */
export function dayInShort(day: string, locale: string): string {
  return new Intl.DateTimeFormat(written(locale), { dateStyle: 'short', timeZone: 'UTC' }).format(
    noonOf(day),
  );
}

/** Date and time of an ISO timestamp in full, in the reader's time zone. */
export function momentInFull(iso: string, locale: string): string {
  return new Intl.DateTimeFormat(written(locale), { dateStyle: 'long', timeStyle: 'short' }).format(
    Date.parse(iso),
  );
}

/** Today as an ISO day in the reader's time zone. */
export function todayHere(now: Date = new Date()): string {
  const month = String(now.getMonth() + 1).padStart(2, '0');
  return `${now.getFullYear()}-${month}-${String(now.getDate()).padStart(2, '0')}`;
}

/** The ISO day in Norway at a time in milliseconds since 1970: decisions are valid by whole Norwegian days. */
export function dayInNorway(moment: number): string {
  // The sv-SE locale formats dates as ISO days.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo' }).format(moment);
}

/** How a language writes dates here: English as in Europe, the day before the month. */
function written(locale: string): string {
  return locale === 'en' ? 'en-GB' : 'nb-NO';
}

/** Formatted in UTC, so that no time zone shifts the day. */
function noonOf(day: string): Date {
  return new Date(`${day}T12:00:00Z`);
}

/** The same day so many months later, or the last one of a shorter month; both are ISO days. */
export function inMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}
