import { expect, test } from 'vitest';
import { dueBy, endsBeforeStart, lateSince, unstartedSince } from './measure';

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

test.each([
  [{ start: '2026-11-20', status: 'planned' }, '2026-11-20'],
  [{ start: '2026-11-20' }, '2026-11-20'],
  [{ start: '2026-11-21', status: 'planned' }, null],
  [{ start: '2026-11-20', status: 'started' }, null],
  [{ start: '0026-11-20', status: 'planned' }, null],
])('%j should have started on %s', (fields, since) => {
  expect(unstartedSince(fields, TODAY)).toBe(since);
});

test.each([
  [{ due: '2026-11-21', status: 'started' }, '2026-11-21'],
  [{ due: '2026-11-20', status: 'started' }, null],
  [{ due: '2026-12-01', status: 'done' }, null],
  [{ due: '0026-08-15', status: 'started' }, null],
])('%j is due by %s', (fields, day) => {
  expect(dueBy(fields, TODAY)).toBe(day);
  if (fields.due === '0026-08-15') expect(lateSince(fields, TODAY)).toBeNull();
});

test.each([
  ['2026-08-31', '2026-08-30', true],
  ['2026-08-31', '2026-08-31', false],
  ['2026-08-31', '0026-10-01', false],
  [undefined, '2026-08-30', false],
])('from %s to %s ends before it starts: %s', (start, end, so) => {
  expect(endsBeforeStart(start, end)).toBe(so);
});
