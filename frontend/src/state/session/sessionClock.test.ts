import { beforeEach, expect, test } from 'vitest';
import { SessionClock } from './sessionClock';

const MINUTE = 60_000;
const SPANS = { expires_in: 12 * 3600, idle_in: 30 * 60, warn_before: 300 };
let clock: SessionClock;

beforeEach(() => {
  clock = new SessionClock();
  clock.learn(SPANS, 0);
});

test('it warns five minutes before the session ends because nobody was seen', () => {
  expect(clock.warning(25 * MINUTE - 1)).toBeNull();
  expect(clock.warning(25 * MINUTE)).toEqual({ why: 'idle', ends: 30 * MINUTE });
});

test('it warns of the end that comes whatever somebody does', () => {
  const late = { ...SPANS, expires_in: 6 * 60 };
  clock.learn(late, 0);
  expect(clock.warning(MINUTE - 1)).toBeNull();
  expect(clock.warning(MINUTE)).toEqual({ why: 'expiry', ends: 6 * MINUTE });
});

test('after a renewal it warns as long before as at first', () => {
  clock.learn({ expires_in: 12 * 3600, idle_in: 30 * 60 }, 10 * MINUTE);
  expect(clock.warning(35 * MINUTE - 1)).toBeNull();
  expect(clock.warning(35 * MINUTE)).toEqual({ why: 'idle', ends: 40 * MINUTE });
});

test('what the server says anew takes the warning back', () => {
  expect(clock.warning(26 * MINUTE)).not.toBeNull();
  clock.learn({ ...SPANS, expires_in: 11 * 3600 }, 26 * MINUTE);
  expect(clock.warning(26 * MINUTE)).toBeNull();
});

test('whoever is there is told of once a minute', () => {
  clock.touch();
  expect(clock.reports(MINUTE - 1)).toBe(false);
  expect(clock.reports(MINUTE)).toBe(true);
  expect(clock.reports(3 * MINUTE)).toBe(false);
  clock.touch();
  expect(clock.reports(3 * MINUTE)).toBe(true);
});

test('whoever comes back to a session that is about to end is told of at once', () => {
  clock = new SessionClock();
  clock.learn({ ...SPANS, idle_in: 9 * 60 }, 0);
  clock.touch();
  expect(clock.reports(0)).toBe(true);
});

test('near the end the server is asked once a minute', () => {
  expect(clock.asks(24 * MINUTE)).toBe(false);
  expect([25, 25.5, 26, 31].map((minute) => clock.asks(minute * MINUTE))).toEqual([true, false, true, true]);
});

test('a server of before says no such end, and none is told to people', () => {
  clock.learn({ expires_in: 12 * 3600 }, 0);
  expect(clock.warning(11 * 3600_000)).toBeNull();
  expect(clock.asks(12 * 3600_000)).toBe(true);
});
