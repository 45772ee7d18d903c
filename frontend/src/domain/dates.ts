/** Dates are ISO days (`2026-08-15`) in the document and words on the screen. */
export function isIsoDay(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
}

/** "15. august 2026", or without the year when it is this year's. */
export function dayAsSpoken(day: string, locale: string, today: string = todayHere()): string {
  const sameYear = day.slice(0, 4) === today.slice(0, 4);
  const form = new Intl.DateTimeFormat(written(locale), {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
  return form.format(noonOf(day));
}

/** "31.5.2027": for a cell of a table. */
export function dayInShort(day: string, locale: string): string {
  return new Intl.DateTimeFormat(written(locale), { dateStyle: 'short', timeZone: 'UTC' }).format(
    noonOf(day),
  );
}

/** The day and time of an ISO moment in full, in the reader's own time zone. */
export function momentInFull(iso: string, locale: string): string {
  return new Intl.DateTimeFormat(written(locale), { dateStyle: 'long', timeStyle: 'short' }).format(
    Date.parse(iso),
  );
}

/** Today as an ISO day in the time zone of the person who reads. */
export function todayHere(now: Date = new Date()): string {
  const month = String(now.getMonth() + 1).padStart(2, '0');
  return `${now.getFullYear()}-${month}-${String(now.getDate()).padStart(2, '0')}`;
}

/** The day in Norway, as an ISO day, at a moment in milliseconds since 1970: what is signed holds by its days. */
export function dayInNorway(moment: number): string {
  // sv-SE writes dates the ISO way.
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
