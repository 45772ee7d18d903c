// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askBeforeLeaving } from './leaving';
import { loaded, renewWhenSafe, ScriptMissing } from './renewal';

beforeEach(() => {
  vi.useFakeTimers();
  sessionStorage.clear();
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response()),
  );
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a script that another process has is asked for again', async () => {
  let asked = 0;
  const loading = loaded(async () => {
    asked += 1;
    if (asked < 3) throw new TypeError('Failed to fetch dynamically imported module');
    return 'the page';
  });
  await vi.runAllTimersAsync();
  expect(await loading).toBe('the page');
});

test('one that nobody has is missing', async () => {
  const loading = loaded(() => Promise.reject(new TypeError('gone'))).catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  expect(await loading).toBeInstanceOf(ScriptMissing);
});

test('the page loads itself again once no words would be lost', async () => {
  let words = true;
  const end = askBeforeLeaving(() => words);
  const reload = vi.fn();
  renewWhenSafe(reload);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(reload).not.toHaveBeenCalled();
  words = false;
  await vi.advanceTimersByTimeAsync(1_500);
  expect(reload).toHaveBeenCalledTimes(1);
  end();
});

test('not while Samplan does not answer: the page would be gone', async () => {
  vi.mocked(fetch).mockRejectedValue(new TypeError('offline'));
  const reload = vi.fn();
  renewWhenSafe(reload);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(reload).not.toHaveBeenCalled();
  vi.mocked(fetch).mockResolvedValue(new Response());
  await vi.advanceTimersByTimeAsync(1_500);
  expect(reload).toHaveBeenCalledTimes(1);
});

test('a page that was just loaded again waits until it is asked to', async () => {
  const reload = vi.fn();
  renewWhenSafe(reload);
  await vi.advanceTimersByTimeAsync(1_500);
  renewWhenSafe(reload);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(reload).toHaveBeenCalledTimes(1);
});

test('nor once it was given up', async () => {
  const reload = vi.fn();
  renewWhenSafe(reload)();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(reload).not.toHaveBeenCalled();
});
