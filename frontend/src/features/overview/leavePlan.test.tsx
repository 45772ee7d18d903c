// @vitest-environment jsdom
import { act } from 'react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { expect, test, vi } from 'vitest';
import type { PlanView } from '../../domain/types';
import { shownPage } from '../../ui/testing/shown';
import { LeavePlan } from './LeavePlan';

const { page, show } = shownPage();
const TEXT = 'Fra nå deltar jeg, pårørende (Marit), ikke lenger i planen til Runa.';
const planOf = (role: string) =>
  ({
    id: 'p',
    me: 'mari',
    owner_name: 'Runa Elvestad',
    participants: [{ id: 'mari', name: 'Marit Elvestad', role, organisation: '' }],
  }) as unknown as PlanView;

async function shown(role: string) {
  const routes = [
    { path: '/plan', element: <LeavePlan plan={planOf(role)} /> },
    { path: '/', element: <p>Planene dine</p> },
  ];
  await show(<RouterProvider router={createMemoryRouter(routes, { initialEntries: ['/plan'] })} />);
}

const button = (words: string) =>
  [...page.querySelectorAll('button')].find((each) => each.textContent === words);

test('a relative leaves by the sentence that they read, and is then out of the plan (rule 22)', async () => {
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', async (_: string, options?: { method?: string; body?: string }) => {
    if (options?.method === 'POST') sent.push(JSON.parse(options.body ?? '{}'));
    return Response.json({ participant: 'mari', text: TEXT, ended_at: null });
  });
  await shown('relative');
  await act(async () => button('Slutt å være med')?.click());
  await act(() => vi.waitFor(() => expect(page.textContent).toContain(TEXT)));
  await act(async () => button('Signer og slutt')?.click());
  await act(() => vi.waitFor(() => expect(page.textContent).toBe('Planene dine')));
  expect(sent).toEqual([{ text: TEXT }]);
});

test('nobody else is offered it', async () => {
  await shown('coordinator');
  expect(page.querySelector('button')).toBeNull();
});
