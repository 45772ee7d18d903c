import { expect, test } from 'vitest';
import type { CaseAnswer } from '../../../domain/openapi';
import { letterIn, lettersOf } from './letters';

type Entry = CaseAnswer['timeline'][number];
const decided = (number: number, means: string): Entry =>
  ({
    number,
    action: 'decided',
    at: '2026-03-02T09:00:00Z',
    by: 'Unni',
    shown: 'Du får plan.',
    said: { thing: 'plan', means },
  }) as unknown as Entry;
const posted = (decision: number): Entry =>
  ({ number: 9, action: 'letter-posted', said: { decision, day: '2026-03-04' } }) as unknown as Entry;

test('a decision by letter is one, with the day on which it was posted once somebody says so', () => {
  const letters = lettersOf([decided(3, 'letter'), decided(4, 'phone'), decided(5, 'letter'), posted(3)]);
  expect(letters).toEqual([
    {
      decision: 3,
      thing: 'plan',
      day: '2026-03-02',
      by: 'Unni',
      words: 'Du får plan.',
      posted: '2026-03-04',
    },
    { decision: 5, thing: 'plan', day: '2026-03-02', by: 'Unni', words: 'Du får plan.', posted: null },
  ]);
});

test('shown is the one that is asked for, else one that is to be posted, else the newest', () => {
  const [first, second] = lettersOf([decided(3, 'letter'), decided(5, 'letter'), posted(3)]);
  expect(letterIn([first, second] as never, 3)).toBe(first);
  expect(letterIn([first, second] as never, 0)).toBe(second);
  expect(letterIn([first, { ...second, posted: 'x' }] as never, 0)).toMatchObject({ decision: 5 });
  expect(letterIn([], 3)).toBeUndefined();
});
