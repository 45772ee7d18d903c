import { afterEach, expect, test, vi } from 'vitest';
import {
  dayAsSpoken,
  dayInFull,
  dayInShort,
  listed,
  momentInFull,
  monthInFull,
  numberInWords,
  timeAgo,
} from './spoken';

afterEach(() => void vi.restoreAllMocks());

/** The helpers as in a browser that knows no language but its own. */
async function withoutLanguages(): Promise<typeof import('./spoken')> {
  vi.resetModules();
  vi.spyOn(Intl.DateTimeFormat, 'supportedLocalesOf').mockReturnValue([]);
  vi.spyOn(Intl.RelativeTimeFormat, 'supportedLocalesOf').mockReturnValue([]);
  vi.spyOn(Intl.ListFormat, 'supportedLocalesOf').mockReturnValue([]);
  return await import('./spoken');
}

test.each([
  ['2026-11-28', '28. november'],
  ['2026-12-31', '31. desember'],
  ['2027-01-12', '12. januar'],
  ['2027-05-27', '27. mai'],
  ['2027-05-28', '28. mai 2027'],
  ['2027-08-15', '15. august 2027'],
  // These would be read as the next of their name.
  ['2026-01-12', '12. januar 2026'],
  ['2026-10-01', '1. oktober 2026'],
  ['2026-11-27', '27. november 2026'],
])('on 28 November 2026 %s is spoken of as %s', (day, words) => {
  expect(dayAsSpoken(day, 'nb', '2026-11-28')).toBe(words);
});

test('in English the day stands before the month', () => {
  expect(dayAsSpoken('2027-01-12', 'en', '2026-11-28')).toBe('12 January');
  expect(dayInFull('2027-08-15', 'en')).toBe('15 August 2027');
  expect(dayInShort('2027-05-31', 'en')).toBe('31/05/2027');
  expect(momentInFull('2026-11-21T12:00:00Z', 'en')).toMatch(/^21 November 2026 at 13:00$/u);
});

test('in digits a day is dd.mm.åååå', () => {
  expect(dayInShort('2027-05-01', 'nb')).toBe('01.05.2027');
});

test('the exact time is that of the clock in Norway', () => {
  expect(momentInFull('2026-12-31T23:30:00Z', 'nb')).toMatch(/^1\. januar 2027 kl\. 00[.:]30$/u);
});

const NOW = Date.parse('2026-11-28T19:19:00Z');

test.each([
  ['2026-11-28T19:18:30Z', null],
  // A clock that is behind.
  ['2026-11-28T19:25:00Z', null],
  ['2026-11-28T19:14:00Z', 'for 5 minutter siden'],
  ['2026-11-28T16:30:00Z', 'for 2 timer siden'],
  ['2026-11-27T23:05:00Z', 'for 20 timer siden'],
  ['2026-11-27T22:55:00Z', 'i går'],
  ['2026-11-26T23:30:00Z', 'i går'],
  ['2026-11-26T22:30:00Z', 'torsdag'],
  // Written and answered on one day, which has one name.
  ['2026-11-25T19:13:00Z', 'onsdag'],
  ['2026-11-25T21:13:00Z', 'onsdag'],
  ['2026-11-22T12:00:00Z', 'søndag'],
  ['2026-11-21T12:00:00Z', '21. november'],
  ['2026-06-01T12:00:00Z', '1. juni'],
  ['2026-05-01T12:00:00Z', '1. mai 2026'],
])('at 28 November 2026 20:19 in Norway %s is %s', (iso, words) => {
  expect(timeAgo(iso, NOW, 'nb')).toBe(words);
});

test.each([
  // Summer time begins on 29 March 2026, and ends on 25 October: those days have 23 and 25 hours.
  ['2026-03-28T23:30:00Z', '2026-03-29T21:00:00Z', 'for 21 timer siden'],
  ['2026-03-28T22:30:00Z', '2026-03-29T21:00:00Z', 'i går'],
  ['2026-03-28T22:30:00Z', '2026-03-29T22:30:00Z', 'lørdag'],
  ['2026-10-24T22:30:00Z', '2026-10-25T22:45:00Z', 'for 24 timer siden'],
  ['2026-10-24T22:30:00Z', '2026-10-25T23:15:00Z', 'i går'],
  ['2026-10-19T08:00:00Z', '2026-10-25T22:59:00Z', 'mandag'],
  ['2026-10-19T08:00:00Z', '2026-10-25T23:01:00Z', '19. oktober'],
])('%s seen at %s is %s: days are those of the calendar in Norway', (iso, now, words) => {
  expect(timeAgo(iso, Date.parse(now), 'nb')).toBe(words);
});

test('no number of days ago is "døgn"', () => {
  const spoken = Array.from({ length: 800 }, (_, hours) =>
    timeAgo(new Date(NOW - hours * 3_600_000).toISOString(), NOW, 'nb'),
  );
  expect(spoken.join()).not.toMatch(/døgn|forgårs/u);
});

test.each([
  [[], ''],
  [['A'], 'A'],
  [['A', 'B'], 'A og B'],
  [['A', 'B', 'C'], 'A, B og C'],
])('%j is listed as %s, in a browser that has no list formats too', async (words, list) => {
  expect(listed(words, 'nb')).toBe(list);
  expect((await withoutLanguages()).listed(words, 'nb')).toBe(list);
});

test('a list in English is joined as in Europe', async () => {
  expect(listed(['A', 'B', 'C'], 'en')).toBe('A, B and C');
  expect((await withoutLanguages()).listed(['A', 'B', 'C'], 'en')).toBe('A, B and C');
});

test('a browser that lacks the language writes digits, and never in its own', async () => {
  const spoken = await withoutLanguages();
  expect(spoken.dayAsSpoken('2026-01-12', 'nb', '2026-11-28')).toBe('12.01.2026');
  expect(spoken.timeAgo('2026-11-25T19:13:00Z', NOW, 'nb')).toBe('25.11.2026');
  expect(spoken.momentInFull('2026-11-21T12:00:00Z', 'nb')).toBe('21.11.2026 13:00');
});

test('nynorsk is written as bokmål where the browser has only that', async () => {
  vi.resetModules();
  const supported = Intl.DateTimeFormat.supportedLocalesOf.bind(Intl.DateTimeFormat);
  vi.spyOn(Intl.DateTimeFormat, 'supportedLocalesOf').mockImplementation((languages) =>
    supported([languages].flat().filter((language) => language !== 'nn') as string[]),
  );
  const spoken = await import('./spoken');
  expect(spoken.dayInFull('2027-08-15', 'nn')).toBe('15. august 2027');
});

const CODE = import.meta.glob<string>(['../**/*.ts', '../**/*.tsx', '!../**/*.test.*'], {
  eager: true,
  query: '?raw',
  import: 'default',
});
/** They ask first whether the browser knows the language, and write English as in Europe. */
const HELPERS = ['./spoken.ts', './translate.ts', '../domain/alphabet.ts', '../domain/dates.ts'];

test('days, numbers and lists are written by the helpers alone', () => {
  const own = Object.entries(CODE).filter(([, code]) => /\bIntl\.|\.toLocale\w*String\(/u.test(code));
  expect(own.map(([file]) => file).filter((file) => !HELPERS.includes(file))).toEqual([]);
});

test('a month and a number are written as in the language of the page, or in digits', async () => {
  expect([monthInFull('2026-11', 'nb'), monthInFull('2026-11', 'en')]).toEqual([
    'november 2026',
    'November 2026',
  ]);
  expect(numberInWords(12345, 'en')).toBe('12,345');
  const without = await withoutLanguages();
  expect(without.monthInFull('2026-11', 'nb')).toBe('11/2026');
});
