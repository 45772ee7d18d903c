// @vitest-environment jsdom
import { expect, test, vi } from 'vitest';
import { leavingLosesWords } from './leaving';
import { flushUnwritten, setUnwritten, unwritten } from './unwritten';

test('leaving asks while any control holds what nothing else does; what cannot be written counts most', () => {
  const [one, other] = [{}, {}];
  setUnwritten(one, 'typing');
  expect([unwritten.read().what, leavingLosesWords()]).toEqual(['typing', true]);
  setUnwritten(other, 'unfinished');
  expect(unwritten.read().what).toBe('unfinished');
  setUnwritten(other, null);
  expect(unwritten.read().what).toBe('typing');
  setUnwritten(one, null);
  expect([unwritten.read().what, leavingLosesWords()]).toEqual([null, false]);
});

test('a page that is put away writes what is complete', () => {
  const control = {};
  const flush = vi.fn(() => setUnwritten(control, null));
  setUnwritten(control, 'typing', flush);
  flushUnwritten();
  flushUnwritten();
  expect(flush).toHaveBeenCalledTimes(1);
});
