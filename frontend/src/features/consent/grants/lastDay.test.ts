import { expect, test } from 'vitest';
import { lastDay } from './lastDay';

test('midnight in Norway ends the day before, in summer and in winter', () => {
  expect(lastDay('2027-05-31T22:00:00Z')).toBe('2027-05-31');
  expect(lastDay('2027-01-31T23:00:00+00:00')).toBe('2027-01-31');
  expect(lastDay('2027-06-01T00:00:00+02:00')).toBe('2027-05-31');
});

test('a date is itself, and no end is no end', () => {
  expect(lastDay('2027-05-31')).toBe('2027-05-31');
  expect(lastDay(null)).toBeNull();
});
