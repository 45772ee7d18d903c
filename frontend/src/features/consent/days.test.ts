import { expect, test } from 'vitest';
import { dayInWords, lastDay, today } from './days';

test('midnight in Norway ends the day before, in summer and in winter', () => {
  expect(lastDay('2027-05-31T22:00:00Z')).toBe('2027-05-31');
  expect(lastDay('2027-01-31T23:00:00+00:00')).toBe('2027-01-31');
  expect(lastDay('2027-06-01T00:00:00+02:00')).toBe('2027-05-31');
});

test('a date is itself, and no end is no end', () => {
  expect(lastDay('2027-05-31')).toBe('2027-05-31');
  expect(lastDay(null)).toBeNull();
});

test('days are told in the language of the page', () => {
  expect(dayInWords('2027-05-31', 'nb')).toBe('31. mai 2027');
  expect(today(Date.parse('2026-12-31T23:30:00Z'))).toBe('2027-01-01');
});
