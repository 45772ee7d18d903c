// @vitest-environment jsdom
import { expect, test, vi } from 'vitest';
import { askBeforeLeaving, askWhile } from './leaving';
import { StateCell } from './stateCell';

function leavingAsks(): boolean {
  const leaving = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(leaving);
  return leaving.defaultPrevented;
}

test('a reason is asked at the moment of leaving, and one is enough', () => {
  let holds = false;
  const ends = [askBeforeLeaving(() => holds), askBeforeLeaving(() => false)];
  expect(leavingAsks()).toBe(false);
  holds = true;
  expect(leavingAsks()).toBe(true);
  for (const end of ends) end();
  expect(leavingAsks()).toBe(false);
});

test('there is a beforeunload listener exactly while the cell holds something', () => {
  const added = vi.spyOn(window, 'addEventListener');
  const cell = new StateCell<readonly string[]>([]);
  askWhile(cell, (words) => words.length > 0);
  expect(added).not.toHaveBeenCalled();
  cell.replace(['en']);
  cell.replace(['en', 'to']);
  expect(leavingAsks()).toBe(true);
  cell.replace([]);
  expect(leavingAsks()).toBe(false);
  expect(added).toHaveBeenCalledTimes(1);
});
