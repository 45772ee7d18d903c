/**
 * An end date is the last day an opening holds ("til og med"), in Norway. The server keeps the moment after it.
 * Returns the ISO date, or null for no end.
 */
export function lastDay(until: string | null): string | null {
  if (until === null || until.length <= 10) return until;
  // One millisecond earlier is still the day that holds; sv-SE writes dates the ISO way.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo' }).format(Date.parse(until) - 1);
}

/** An ISO date in words, «31. mai 2027». */
export function dayInWords(day: string, locale: string): string {
  const noon = new Date(`${day}T12:00:00Z`);
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(noon);
}

/** An ISO date, short, for a cell of the table: «31.5.2027». */
export function shortDay(day: string, locale: string): string {
  const noon = new Date(`${day}T12:00:00Z`);
  return new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeZone: 'UTC' }).format(noon);
}

/** A moment in the reader's own time. */
export function momentInWords(iso: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }).format(Date.parse(iso));
}

/** Today in Norway as an ISO date; `now` in milliseconds since 1970. */
export function today(now: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo' }).format(now);
}
