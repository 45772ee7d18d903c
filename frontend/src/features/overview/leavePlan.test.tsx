// @vitest-environment jsdom
import { useQuery } from '@tanstack/react-query';
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { keys } from '../../api';
import type { PlanView } from '../../domain/types';
import { shownPage } from '../../ui/testing/shown';
import { there } from '../../ui/testing/there';
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

/** The page of the plan, which says what is left of it. */
function Plan({ me }: { me: string }) {
  const plan = useQuery({
    queryKey: keys.plan('p'),
    queryFn: () => fetch('/api/plans/p').then((it) => it.ok),
  });
  return plan.data === false ? <p>Du er ikke lenger med</p> : <LeavePlan plan={planOf(me)} />;
}

const button = (words: string) =>
  [...page.querySelectorAll('button')].find((each) => each.textContent === words);

test('a relative leaves by the sentence that they read, and is then out of the plan (rule 22)', async () => {
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', async (address: string, options?: { method?: string; body?: string }) => {
    if (options?.method === 'POST') sent.push(JSON.parse(options.body ?? '{}'));
    if (address === '/api/plans/p') return new Response(null, { status: sent.length > 0 ? 404 : 200 });
    return Response.json({ participant: 'mari', text: TEXT, ended_at: null });
  });
  await show(<Plan me="relative" />);
  await act(async () => there(button('Slutt å være med')).click());
  await act(() => vi.waitFor(() => expect(page.textContent).toContain(TEXT)));
  await act(async () => there(button('Signer og slutt')).click());
  await act(() => vi.waitFor(() => expect(page.textContent).toBe('Du er ikke lenger med')));
  expect(sent).toEqual([{ text: TEXT }]);
});

test('a provider is offered it too', async () => {
  await show(<Plan me="school" />);
  expect(button('Slutt å være med')).toBeDefined();
});

test.each(['owner', 'coordinator', 'representative'])('the %s is not', async (me) => {
  await show(<Plan me={me} />);
  expect(page.querySelector('button')).toBeNull();
});
