import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { signedInAs } from '../state/ending';
import { forgetEarly } from './early';
import { apiGet, apiSend } from './http';

const fetched = vi.fn(async (_path: string) => Response.json(['asked for anew']));
const early = (person: string | null, answer: Promise<Response>) => {
  answer.catch(() => undefined); // as start.js does
  return { person, answer };
};
const answered = (value: unknown) => Promise.resolve(Response.json(value));

beforeEach(() => {
  fetched.mockClear();
  vi.stubGlobal('fetch', fetched);
  signedInAs('ida');
});
afterEach(() => {
  globalThis.samplanEarly = undefined;
});

test('what was asked for before the scripts were there is taken once, and then asked for anew', async () => {
  globalThis.samplanEarly = new Map([['/api/plans', early('ida', answered(['early']))]]);
  expect(await apiGet('/api/plans', {})).toEqual(['early']);
  expect(fetched).not.toHaveBeenCalled();
  expect(await apiGet('/api/plans', {})).toEqual(['asked for anew']);
});

test('who is signed in is taken whoever it is', async () => {
  globalThis.samplanEarly = new Map([['/api/login', early(null, answered({ signed_in: true }))]]);
  expect(await apiGet('/api/login', {})).toEqual({ signed_in: true });
});

test.each([
  ['is of another person', 'per', () => answered(['of per'])],
  ['is a refusal', 'ida', async () => Response.json({}, { status: 401 })],
  ['never came', 'ida', () => Promise.reject(new TypeError('no network'))],
])('an early answer that %s is not shown', async (_, person, answer) => {
  globalThis.samplanEarly = new Map([['/api/plans', early(person, answer())]]);
  expect(await apiGet('/api/plans', {})).toEqual(['asked for anew']);
});

test('a command never takes an early answer, and a page that ends leaves none', async () => {
  globalThis.samplanEarly = new Map([['/logout', early('ida', answered('early'))]]);
  await apiSend('POST /logout', {}, undefined);
  expect(fetched).toHaveBeenCalledTimes(1);
  forgetEarly();
  expect(globalThis.samplanEarly?.size).toBe(0);
});
