import { QueryClient } from '@tanstack/react-query';
import { afterEach, expect, test, vi } from 'vitest';
import { forgetEarly } from './early';
import { holdFirstScreen } from './firstScreen';
import { keys } from './keys';

const ANSWERS: Record<string, unknown> = {
  '/api/login': { signed_in: true, demo: [], me: { id: 'ida', csrf_token: '', expires_in: 60 } },
  '/api/plans': [{ id: 'p' }],
  '/api/plans/p': { id: 'p', parts: [] },
};
const fetched = vi.fn();

function asked(answers = ANSWERS): QueryClient {
  vi.stubGlobal('fetch', fetched);
  const early = Object.entries(answers).map(([path, answer]) => {
    const person = path === '/api/login' ? null : 'ida';
    return [path, { person, answer: Promise.resolve(Response.json(answer)) }] as const;
  });
  globalThis.samplanEarly = new Map(early);
  return new QueryClient({ defaultOptions: { queries: { gcTime: 0, staleTime: 30_000, retry: false } } });
}

afterEach(() => {
  globalThis.samplanEarly = undefined;
  vi.unstubAllGlobals();
  fetched.mockReset();
});

test.each([
  ['/plan/p', [keys.me, keys.plan('p')]],
  ['/plan/p/del/1', [keys.me, keys.plan('p')]],
  ['/', [keys.me, keys.plans, keys.plan('p')]],
  ['/logg-inn', [keys.login]],
])(
  'what the first screen of %s needs is there before it is rendered, and goes with the hold',
  async (path, held) => {
    const queries = asked();
    const first = holdFirstScreen(queries, path);
    await first?.settled;
    expect(held.map((key) => queries.getQueryData(key)).every(Boolean)).toBe(true);
    expect(queries.getQueryCache().getAll()).toHaveLength(held.length);
    expect(fetched).not.toHaveBeenCalled();
    first?.release();
    await vi.waitFor(() => expect(queries.getQueryCache().getAll()).toEqual([]));
  },
);

test('whoever is not signed in is asked for nothing more, and nobody waits in vain', async () => {
  const queries = asked({ '/api/login': { signed_in: false } });
  await holdFirstScreen(queries, '/plan/p')?.settled;
  expect(queries.getQueryData(keys.plan('p'))).toBeUndefined();
  expect(fetched).not.toHaveBeenCalled();
});

test('without early answers, or once they are forgotten, nothing is held', () => {
  const queries = asked();
  forgetEarly();
  expect(holdFirstScreen(queries, '/plan/p')).toBeNull();
});
