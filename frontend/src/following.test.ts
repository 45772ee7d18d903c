// @vitest-environment jsdom
import { focusManager } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askWhoIsSignedIn } from './api';
import { follow } from './following';
import type { Page } from './page';

const page = { end: vi.fn(), putAway: vi.fn(), comeBack: vi.fn() };
const ME = { id: 'ida', csrf_token: 'c', expires_in: 600 };
let answer: (path: string) => Promise<Response>;

vi.useFakeTimers();
follow(page as unknown as Page);

beforeEach(async () => {
  answer = async (path) => Response.json(path === '/api/login' ? { signed_in: true } : ME);
  vi.stubGlobal('fetch', (path: string) => answer(path));
  await askWhoIsSignedIn();
});

afterEach(() => vi.resetAllMocks());

const hidden = () => 'unconfirmed' in document.documentElement.dataset;

async function sleep(ms: number): Promise<void> {
  vi.setSystemTime(Date.now() + ms);
  await vi.advanceTimersByTimeAsync(1_000);
}

function leave(type: 'pagehide' | 'pageshow', persisted: boolean): void {
  window.dispatchEvent(Object.assign(new Event(type), { persisted }));
}

test('only what the browser may keep is put away, and comes back', () => {
  leave('pagehide', false);
  leave('pageshow', false);
  expect([page.putAway, page.comeBack].map((each) => each.mock.calls.length)).toEqual([0, 0]);
  leave('pagehide', true);
  leave('pageshow', true);
  expect([page.putAway, page.comeBack].map((each) => each.mock.calls.length)).toEqual([1, 1]);
});

test('the page ends when its session does, although nobody can say so', async () => {
  answer = () => Promise.reject(new TypeError('no network'));
  await vi.advanceTimersByTimeAsync(599_000);
  expect(page.end).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(page.end).toHaveBeenCalledWith('session');
});

test('a page that slept shows nothing until its session is known to go on', async () => {
  let confirm = (_: Response) => {};
  answer = (path) =>
    path === '/api/login'
      ? new Promise((resolve) => {
          confirm = resolve;
        })
      : Promise.resolve(Response.json(ME));
  await sleep(120_000);
  expect(hidden()).toBe(true);
  confirm(Response.json({ signed_in: true }));
  await vi.advanceTimersByTimeAsync(0);
  expect(hidden()).toBe(false);
  expect(page.end).not.toHaveBeenCalled();
});

test('a page that slept ends when somebody else is signed in', async () => {
  answer = async (path) => Response.json(path === '/api/login' ? { signed_in: true } : { ...ME, id: 'per' });
  await sleep(120_000);
  expect(page.end.mock.calls).toEqual([['another']]);
});

test('a page that slept is shown again without a connection, for as long as its session lasts', async () => {
  answer = () => Promise.reject(new TypeError('no network'));
  await sleep(120_000);
  expect(hidden()).toBe(false);
  expect(page.end).not.toHaveBeenCalled();
  await sleep(600_000);
  expect(page.end).toHaveBeenCalledWith('session');
});

test('a hidden tab whose timers are late does not count as asleep', async () => {
  answer = () => new Promise(() => undefined);
  await sleep(60_000);
  expect(hidden()).toBe(false);
});

test('what is asked again when the tab is looked at waits for the session', async () => {
  const asked: string[] = [];
  const stop = focusManager.subscribe(() => asked.push('everything'));
  const before = answer;
  answer = (path) => {
    asked.push(path);
    return before(path);
  };
  document.dispatchEvent(new Event('visibilitychange'));
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toEqual(['/api/login', '/api/me', 'everything']);
  asked.length = 0;
  answer = async () => Response.json({ signed_in: false });
  document.dispatchEvent(new Event('visibilitychange'));
  await vi.advanceTimersByTimeAsync(0);
  stop();
  expect(asked).toEqual([]);
  expect(page.end.mock.calls).toEqual([['session']]);
});
