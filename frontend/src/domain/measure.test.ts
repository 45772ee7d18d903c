import { expect, test } from 'vitest';
import { lateSince } from './measure';

const TODAY = '2026-11-21';

test.each([
  [{ due: '2026-11-20', status: 'started' }, '2026-11-20'],
  [{ due: '2026-11-20' }, '2026-11-20'],
  [{ due: '2026-11-21', status: 'started' }, null],
  [{ due: '2026-11-20', status: 'done' }, null],
  [{ due: '2026-11-20', status: 'stopped' }, null],
  [{ status: 'started' }, null],
  [{ due: 'snart', status: 'started' }, null],
])('%j is late since %j', (fields, since) => {
  expect(lateSince(fields, TODAY)).toBe(since);
});
