import { expect, test } from 'vitest';
import { dayAsSpoken, dayInFull, dayInNorway, dayInShort, inMonths, momentInFull, todayHere } from './dates';

test('as spoken, the year of today is left out', () => {
  expect(dayAsSpoken('2026-08-15', 'nb', '2026-11-21')).toBe('15. august');
  expect(dayAsSpoken('2027-08-15', 'nb', '2026-11-21')).toBe('15. august 2027');
  expect(dayAsSpoken('2027-08-15', 'en', '2026-11-21')).toBe('15 August 2027');
});

test('in full, the year stands there whatever day it is', () => {
  expect(dayInFull(todayHere(), 'nb')).toMatch(/ \d{4}$/u);
  expect(dayInFull('2026-08-15', 'en')).toBe('15 August 2026');
});

test('in English too the day stands before the month', () => {
  expect(dayInShort('2027-05-31', 'en')).toBe('31/05/2027');
  expect(momentInFull('2026-11-21T12:00:00Z', 'en')).toMatch(/21 November 2026/u);
});

test('today is the day in the time zone of the reader, and in Norway it may already be tomorrow', () => {
  expect(todayHere(new Date(2026, 0, 2, 23, 59))).toBe('2026-01-02');
  expect(dayInNorway(Date.parse('2026-12-31T23:30:00Z'))).toBe('2027-01-01');
});

test('the exact time names day, month, year and hour', () => {
  expect(momentInFull('2026-11-21T12:00:00Z', 'nb')).toMatch(/21\. november 2026/u);
});

test.each([
  ['2026-11-29', 3, '2027-02-28'],
  ['2026-11-29', 12, '2027-11-29'],
  ['2027-08-31', 6, '2028-02-29'],
  ['2026-12-31', 3, '2027-03-31'],
  ['2028-02-29', 12, '2029-02-28'],
])('%s and %d months', (day, months, later) => {
  expect(inMonths(day, months)).toBe(later);
});
