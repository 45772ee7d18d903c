/**
 * Days, times and lists in words, the same in every browser: one that lacks a language would answer in its own, so it
 * writes digits there and joins by hand. Days are those of the calendar in Norway.
 */
import { dayInNorway, inMonths, todayInNorway } from '../domain/dates';

/** The first of these that the browser knows. English is written as in Europe, the day before the month. */
const WRITTEN: Record<string, string[]> = {
  nb: ['nb', 'no', 'nn'],
  nn: ['nn', 'nb', 'no'],
  en: ['en-GB', 'en'],
};
const AND: Record<string, string> = { en: 'and' };

/** Within so many months from today a day needs no year: it is the next of its name. */
const NEAR_MONTHS = 6;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "15. august", with its year unless it comes within the next months: "12. januar" would be read as the next one. */
export function dayAsSpoken(day: string, locale: string, today: string = todayInNorway()): string {
  const near = today <= day && day < inMonths(today, NEAR_MONTHS);
  return near ? dayInWords(day, locale, { day: 'numeric', month: 'long' }) : dayInFull(day, locale);
}

/** "15. august 2026": for what is read later than it is written, as paper. */
export function dayInFull(day: string, locale: string): string {
  return dayInWords(day, locale, { day: 'numeric', month: 'long', year: 'numeric' });
}

/** "november 2026", of "2026-11". */
export function monthInFull(month: string, locale: string): string {
  const words = format(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const [year, number] = month.split('-');
  return words ? words.format(Date.parse(`${month}-01T12:00:00Z`)) : `${number}/${year}`;
}

/** "12 345", as its language groups the digits; plain digits where the browser lacks it. */
export function numberInWords(number: number, locale: string): string {
  const language = languageOf(locale, Intl.NumberFormat);
  return language ? new Intl.NumberFormat(language).format(number) : String(number);
}

/** "31.05.2027": for table cells. */
export function dayInShort(day: string, locale: string): string {
  return day
    .split('-')
    .reverse()
    .join(locale === 'en' ? '/' : '.');
}

/** "21. november 2026 kl. 13:00" in Norway. */
export function momentInFull(iso: string, locale: string): string {
  const moment = Date.parse(iso);
  const words = format(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Oslo' });
  return words ? words.format(moment) : `${dayInShort(dayInNorway(moment), locale)} ${hourInNorway(moment)}`;
}

/**
 * How long ago: "for 5 minutter siden", "i går", "onsdag", "12. november"; null within the first minute. One day has one
 * name. `now` in milliseconds since 1970.
 */
export function timeAgo(iso: string, now: number, locale: string): string | null {
  // A local clock that is slightly behind must not give a time in the future.
  const then = Math.min(now, Date.parse(iso));
  const past = now - then;
  if (past < MINUTE) return null;
  const [day, today] = [dayInNorway(then), dayInNorway(now)];
  const days = (Date.parse(today) - Date.parse(day)) / DAY;
  const ago = agoIn(locale);
  if (!ago || days > 6) return dayOfThePast(day, locale, today);
  if (past < HOUR) return ago.format(-Math.floor(past / MINUTE), 'minute');
  if (days === 0) return ago.format(-Math.floor(past / HOUR), 'hour');
  return days === 1 ? ago.format(-1, 'day') : dayInWords(day, locale, { weekday: 'long' });
}

/** "A, B og C". */
export function listed(words: Iterable<string>, locale: string): string {
  const all = [...words];
  const language = languageOf(locale, Intl.ListFormat);
  if (language) return new Intl.ListFormat(language, { type: 'conjunction' }).format(all);
  const last = all.pop() ?? '';
  return all.length > 0 ? `${all.join(', ')} ${AND[locale] ?? 'og'} ${last}` : last;
}

/** What is known to be past needs no year for as long. */
function dayOfThePast(day: string, locale: string, today: string): string {
  return inMonths(day, NEAR_MONTHS) > today
    ? dayInWords(day, locale, { day: 'numeric', month: 'long' })
    : dayInFull(day, locale);
}

/** Formatted in UTC, so that no time zone shifts the day. */
function dayInWords(day: string, locale: string, form: Intl.DateTimeFormatOptions): string {
  const words = format(locale, { ...form, timeZone: 'UTC' });
  return words ? words.format(Date.parse(`${day}T12:00:00Z`)) : dayInShort(day, locale);
}

/** "13:00" in Norway, at a time in milliseconds since 1970. */
export function hourInNorway(moment: number): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Europe/Oslo' }).format(moment);
}

/** Made once for each form: made for each day they took 180 ms of a page with 200 comments. */
const formats = new Map<string, Intl.DateTimeFormat | null>();

function format(locale: string, form: Intl.DateTimeFormatOptions): Intl.DateTimeFormat | null {
  const key = locale + JSON.stringify(form);
  let made = formats.get(key);
  if (made === undefined) {
    const language = languageOf(locale, Intl.DateTimeFormat);
    made = language ? new Intl.DateTimeFormat(language, form) : null;
    formats.set(key, made);
  }
  return made;
}

const relative = new Map<string, Intl.RelativeTimeFormat | null>();

function agoIn(locale: string): Intl.RelativeTimeFormat | null {
  let made = relative.get(locale);
  if (made === undefined) {
    const language = languageOf(locale, Intl.RelativeTimeFormat);
    made = language ? new Intl.RelativeTimeFormat(language, { numeric: 'auto' }) : null;
    relative.set(locale, made);
  }
  return made;
}

interface Formatter {
  supportedLocalesOf(languages: string[]): string[];
}

/** The tag in which `formatter` knows the language of the page; undefined where it, or the language, is missing. */
function languageOf(locale: string, formatter: Formatter | undefined): string | undefined {
  return formatter?.supportedLocalesOf(WRITTEN[locale] ?? [locale])[0];
}
