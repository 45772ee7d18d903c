// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { afterPaint } from './afterPaint';

const act = vi.fn();

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  act.mockReset();
});

test('it is done once, after the next frame', () => {
  afterPaint(act);
  vi.advanceTimersToNextFrame();
  expect(act).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2_000);
  expect(act).toHaveBeenCalledTimes(1);
});

test('in a tab that paints nothing it is done all the same', () => {
  vi.stubGlobal('requestAnimationFrame', () => 0);
  afterPaint(act);
  vi.advanceTimersByTime(2_000);
  expect(act).toHaveBeenCalledTimes(1);
  vi.unstubAllGlobals();
});

test('it can be given up', () => {
  afterPaint(act)();
  vi.advanceTimersByTime(2_000);
  expect(act).not.toHaveBeenCalled();
});
