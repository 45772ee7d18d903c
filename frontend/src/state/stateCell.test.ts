import { expect, test } from 'vitest';
import { StateCell } from './stateCell';

function watched<T extends object>(cell: StateCell<T>): T[] {
  const seen: T[] = [];
  cell.subscribe(() => seen.push(cell.read()));
  return seen;
}

test('a change to equal fields calls no listener and keeps the same value', () => {
  const cell = new StateCell({ phase: 'open', token: null as string | null });
  const seen = watched(cell);
  const before = cell.read();
  cell.change({ phase: 'open' });
  expect(cell.read()).toBe(before);
  cell.change({ token: 'refused' });
  expect(seen).toEqual([{ phase: 'open', token: 'refused' }]);
});

test('a whole value is replaced by another, and an unsubscribed listener is not called', () => {
  const cell = new StateCell<readonly number[]>([]);
  const seen: number[] = [];
  const stop = cell.subscribe(() => seen.push(cell.read().length));
  cell.replace([1, 2]);
  stop();
  cell.replace([]);
  expect(seen).toEqual([2]);
});

test('a listener that stops while it is called does not keep the others from being called', () => {
  const cell = new StateCell({ turn: 0 });
  const stop = cell.subscribe(() => stop());
  const seen = watched(cell);
  cell.change({ turn: 1 });
  expect(seen).toHaveLength(1);
});
