// @vitest-environment jsdom
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import type { PartView, PlanView, PutAwayView } from '../../domain/types';
import { shownPage } from '../../ui/testing/shown';
import { there } from '../../ui/testing/there';
import { PutAwayButton, PutAwayNotice } from './PutAway';

const { page, show } = shownPage();
const GOAL = { id: 'g', kind: 'goal', title: 'Svømme', level: 'edit', created_by: 'me' } as PartView;
const RUNA = { id: 'runa', name: 'Runa Elvestad', role: 'owner', organisation: '' };
const AWAY = {
  ...GOAL,
  level: 'read',
  put_away_at: '2026-11-29T12:00:00Z',
  put_away_by: 'runa',
} as unknown as PutAwayView;

function planOf(facts: Partial<PlanView>): PlanView {
  const plan = { id: 'p', me: 'me', may_sign: false, participants: [RUNA], former: [], parts: [GOAL] };
  return { ...plan, put_away: [], ...facts } as unknown as PlanView;
}

const buttons = () => [...page.querySelectorAll('button')].map((button) => button.textContent);

test('it is offered to whoever may write it and made it or signs, and says that nothing is deleted', async () => {
  await show(<PutAwayButton part={GOAL} plan={planOf({})} />);
  expect(buttons()).toEqual(['Legg bort målet']);
  expect(page.textContent).toContain('Ingenting blir slettet');
  for (const part of [
    { ...GOAL, created_by: 'runa' },
    { ...GOAL, level: 'comment' as const },
  ]) {
    await show(<PutAwayButton part={part} plan={planOf({})} />);
    expect(buttons()).toEqual([]);
  }
  await show(<PutAwayButton part={{ ...GOAL, kind: 'health' }} plan={planOf({ may_sign: true })} />);
  expect(buttons()).toEqual([]);
});

test('a link to what is put away says so, by whom, and gives the way back to whoever has it', async () => {
  await show(<PutAwayNotice part={AWAY} plan={planOf({ parts: [], put_away: [AWAY] })} />);
  expect(page.textContent).toContain('Dette målet er lagt bort');
  expect(page.textContent).toContain('Runa Elvestad la det bort');
  expect(buttons()).toEqual([]);
  const mine = { ...AWAY, put_away_by: 'me' };
  await show(<PutAwayNotice part={mine} plan={planOf({ parts: [], put_away: [mine] })} />);
  expect(buttons()).toEqual(['Hent tilbake']);
});

test('what was refused is said, and the plan of an older server has nothing put away', async () => {
  const headers = { 'content-type': 'application/problem+json' };
  const problem = { type: 'forbidden', title: '', status: 403 };
  vi.stubGlobal('fetch', async () => Response.json(problem, { status: 403, headers }));
  const plan = planOf({});
  await show(<PutAwayButton part={GOAL} plan={{ ...plan, put_away: undefined } as unknown as PlanView} />);
  await act(async () => there(page.querySelector('button')).click());
  await act(() =>
    vi.waitFor(() => expect(page.querySelector('[role=alert]')?.textContent).toContain('Andre har skrevet')),
  );
});
