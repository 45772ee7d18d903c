import { expect, test } from 'vitest';
import { dayInNorway, inMonths, todayInNorway } from './dates';

test('today is the day in Norway, wherever the reader is', () => {
  expect(todayInNorway(new Date('2026-01-02T22:59:00Z'))).toBe('2026-01-02');
  expect(todayInNorway(new Date('2026-07-02T22:01:00Z'))).toBe('2026-07-03');
  expect(dayInNorway(Date.parse('2026-12-31T23:30:00Z'))).toBe('2027-01-01');
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
