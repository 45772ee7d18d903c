import { expect, test } from 'vitest';
import { changedRuns } from './changedRuns';

test.each([
  ['abc', 'abc', []],
  ['', 'a', ['→a']],
  ['abc', '', ['abc→']],
  ['abc', 'axbc', ['→x']],
  ['abc', 'ac', ['b→']],
  ['abc', 'axyc', ['b→xy']],
  ['abcdef', 'xbcyf', ['a→x', 'de→y']],
  ['abcdef', 'fabcde', ['abcde→', '→abcde']],
  ['aab', 'ab', ['a→']],
])('from %s to %s', (before, after, runs) => {
  const found = changedRuns([...before], [...after]);
  expect(
    found.map(({ from, to, start, end }) => `${before.slice(from, to)}→${after.slice(start, end)}`),
  ).toEqual(runs);
});
