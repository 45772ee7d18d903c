import { expect, test } from 'vitest';
import { Budget } from './budget';
import { keptCharacters, occurrences, squeeze } from './squeezed';

test('each character knows where it stood', () => {
  expect(squeeze(' to\n ord ')).toEqual({ chars: 'toord', at: [1, 2, 5, 6, 7] });
});

test('occurrences may overlap, and end with the budget', () => {
  expect([...occurrences('aaaa', 'aa', new Budget(100))]).toEqual([0, 1, 2]);
  expect([...occurrences('aaaa', 'aa', new Budget(4))]).toEqual([0]);
  expect([...occurrences('aaaa', '', new Budget(100))]).toEqual([]);
});

test('what would take too long to compare has nothing in common', () => {
  expect(keptCharacters('bussen', 'bussene', new Budget(100))).toBe(6);
  expect(keptCharacters('bussen', 'bussene', new Budget(10))).toBe(0);
});
