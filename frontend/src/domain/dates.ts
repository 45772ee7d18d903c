/** Dates are ISO days (`2026-08-15`) in the document and words on the screen. */
export function isIsoDay(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
}

/** "15. august 2026", or without the year when it is this year's. Noon avoids a shift of day by time zone. */
export function dayInWords(day: string, locale: string, today: string): string {
  const sameYear = day.slice(0, 4) === today.slice(0, 4);
  const form = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'nb-NO', {
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
  return form.format(new Date(`${day}T12:00:00`));
}

/** Today in the time zone of the person who reads. */
export function isoToday(now: Date = new Date()): string {
  const month = String(now.getMonth() + 1).padStart(2, '0');
  return `${now.getFullYear()}-${month}-${String(now.getDate()).padStart(2, '0')}`;
}
