import { expect, test } from 'vitest';
import { Problem } from './problem';
import { standing } from './standing';

const refused = (type: string, status: number) => new Problem({ type, title: '', status });

test('what was answered stands where asking again failed, and not where it was refused', () => {
  expect(standing({ data: 'a', error: null })).toBe('a');
  for (const [type, status] of [
    ['offline', 0],
    ['unavailable', 503],
    ['too-many-requests', 429],
  ] as const)
    expect(standing({ data: 'a', error: refused(type, status) })).toBe('a');
  expect(standing({ data: 'a', error: refused('not-found', 404) })).toBeUndefined();
  expect(standing({ data: 'a', error: refused('forbidden', 403) })).toBeUndefined();
});
