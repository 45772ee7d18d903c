import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SaveClock } from './saveClock';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('edits that nobody acknowledges are late within five seconds, whatever else happens', () => {
  const changed = vi.fn();
  const clock = new SaveClock(changed);
  for (let second = 0; second < 5; second += 1) {
    clock.look(true, false);
    vi.advanceTimersByTime(999);
  }
  expect(clock.late).toBe(true);
  expect(changed).toHaveBeenCalledTimes(1);
  clock.look(true, false);
  vi.advanceTimersByTime(60_000);
  expect(changed).toHaveBeenCalledTimes(1);
});

test('whoever writes on and on over a slow line is not told so while some of it is saved', () => {
  const clock = new SaveClock(() => undefined);
  for (let time = 0; time < 60; time += 1) {
    clock.look(true, time % 3 === 2);
    vi.advanceTimersByTime(1_000);
    expect(clock.late).toBe(false);
  }
});

test('once something is saved again, it is said no more', () => {
  const clock = new SaveClock(() => undefined);
  clock.look(true, false);
  vi.advanceTimersByTime(4_000);
  clock.look(true, true);
  expect(clock.late).toBe(false);
  vi.advanceTimersByTime(4_000);
  expect(clock.late).toBe(true);
  clock.look(false, true);
  expect(clock.late).toBe(false);
  vi.advanceTimersByTime(60_000);
  expect(clock.late).toBe(false);
});
