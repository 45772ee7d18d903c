// @vitest-environment jsdom
import '../../ui/testing/jsdom';
import { QueryClientProvider } from '@tanstack/react-query';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createQueryClient, keys } from '../../api';
import type { Me, PlanView } from '../../domain/types';
import { i18nReady } from '../../i18n';
import { onPageEnd, signedInAs } from '../../state/ending';
import { FakeSocket } from '../../sync/testing/fakeSocket';
import { PlanLayout } from './PlanLayout';

const ME = { id: 'me', name: 'Ida Berg', csrf_token: 'c', locale: 'nb' } as Me;
const PLAN = {
  id: 'p',
  me: 'me',
  channel: 'plan/p',
  epoch: 'e',
  parts: [],
  participants: [],
  may_create: [],
} as unknown as PlanView;
let root: Root;
let page: HTMLElement;
let signedIn: boolean;
const requested: string[] = [];
const ended = vi.fn();

function answer(path: string): Promise<Response> {
  requested.push(path);
  const bodies: Record<string, unknown> = {
    '/api/login': { signed_in: signedIn, demo: null },
    '/api/me': ME,
  };
  return Promise.resolve(Response.json(bodies[path] ?? PLAN));
}

beforeEach(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('fetch', answer);
  FakeSocket.opened = [];
  requested.length = 0;
  await i18nReady;
  page = document.body.appendChild(document.createElement('div'));
  root = createRoot(page);
  await showStalePlan();
});

afterEach(async () => {
  await act(() => root.unmount());
  page.remove();
  vi.unstubAllGlobals();
});

/** The plan was fetched 31 s ago, by a page with the query client of the application. */
async function showStalePlan(): Promise<void> {
  const queries = createQueryClient();
  queries.setQueryData(keys.me, ME);
  queries.setQueryData(keys.plan('p'), PLAN);
  const router = createMemoryRouter([{ path: '/plan/:plan', Component: PlanLayout }], {
    initialEntries: ['/plan/p'],
  });
  await act(async () =>
    root.render(
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>,
    ),
  );
  queries.setQueryData(keys.plan('p'), PLAN, { updatedAt: Date.now() - 31_000 });
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
