import { describe, expect, test } from 'vitest';
import { CLOSINGS } from '../../domain/contract';
import { judgeClosing, reconnectDelay } from './closings';

describe('after a socket has closed', () => {
  test.each(Object.entries(CLOSINGS))('%s does what the server’s table says', (token, { code, retry }) => {
    expect(judgeClosing(code, token)).toEqual(retry ? { stop: false } : { stop: true, token });
  });

  test('a code gives its token when the reason is missing', () => {
    expect(judgeClosing(4401, '')).toEqual({ stop: true, token: 'session-expired' });
  });

  test.each([1000, 1001, 1006, 1011, 3000, 4399, 4500, 4999])('%i, not in our table, is retried', (code) => {
    expect(judgeClosing(code, 'anything')).toEqual({ stop: false });
  });

  test('an unknown code from 4400 to 4499 stops', () => {
    expect(judgeClosing(4477, 'new')).toMatchObject({ stop: true });
  });
});

test('the wait is random, grows, and has an end', () => {
  expect(reconnectDelay(0, 0)).toBe(0);
  expect(reconnectDelay(0, 0.999)).toBeLessThan(5_000);
  expect(reconnectDelay(1, 0.5)).toBe(3_750);
  expect(reconnectDelay(50, 1)).toBe(15_000);
});
