import { expect, test } from 'vitest';
import { Budget } from './budget';

test('what is not there is not taken, and nothing after it', () => {
  const budget = new Budget(10);
  expect(budget.take(6)).toBe(true);
  expect(budget.take(5)).toBe(false);
  expect(budget.take(1)).toBe(false);
});

test('a part ends by itself, and counts in the whole', () => {
  const whole = new Budget(10);
  const part = whole.part(6);
  expect(part.take(6)).toBe(true);
  expect(part.take(1)).toBe(false);
  expect(whole.take(5)).toBe(false);
});
