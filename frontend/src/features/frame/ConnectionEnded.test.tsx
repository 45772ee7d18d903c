// @vitest-environment jsdom
import { act } from 'react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { beforeEach, expect, test, vi } from 'vitest';
import { createQueryClient, keys } from '../../api';
import { onPageEnd, signedInAs } from '../../state/ending';
import { FakeSocket } from '../../sync/testing/fakeSocket';
import { shownPage } from '../../ui/testing/shown';
import { PlanLayout } from './PlanLayout';
import { ME, PLAN } from './testing/plan';

const { show } = shownPage();
let signedIn: boolean;
const requested: string[] = [];
const ended = vi.fn();

function answer(path: string): Promise<Response> {
  requested.push(path);
  const bodies: Record<string, unknown> = {
    '/api/login': { signed_in: signedIn, demo: null },
    '/api/me': ME,
    '/api/plans/p/comments': [],
  };
  return Promise.resolve(Response.json(bodies[path] ?? PLAN));
}

beforeEach(async () => {
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('fetch', answer);
  FakeSocket.opened = [];
  await showStalePlan();
  requested.length = 0;
});

/** The plan was fetched 31 s ago, by a page with the query client of the application. */
async function showStalePlan(): Promise<void> {
  const queries = createQueryClient();
  queries.setQueryData(keys.me, ME);
  queries.setQueryData(keys.plan('p'), PLAN);
  queries.setQueryData(keys.plans, []);
  const router = createMemoryRouter([{ path: '/plan/:plan', Component: PlanLayout }], {
    initialEntries: ['/plan/p'],
  });
  await show(<RouterProvider router={router} />, queries);
  queries.setQueryData(keys.plan('p'), PLAN, { updatedAt: Date.now() - 31_000 });
  requested.length = 0;
}

async function restore(): Promise<void> {
  await act(async () => FakeSocket.latest.open());
  await act(async () => FakeSocket.latest.end(4410, 'restored'));
  await act(async () => new Promise((done) => setTimeout(done)));
}

test('after a restore nothing but the session is asked for when the session is over', async () => {
  signedIn = false;
  signedInAs(ME.id);
  onPageEnd(ended);
  await restore();
  expect(requested).toEqual(['/api/login']);
  expect(ended.mock.calls).toEqual([['session']]);
});

test('after a restore the plan is asked for again once the session is known', async () => {
  signedIn = true;
  await restore();
  expect(requested[0]).toBe('/api/login');
  expect(requested).toContain('/api/plans/p');
  expect(requested.indexOf('/api/plans/p')).toBeGreaterThan(requested.indexOf('/api/me'));
});
