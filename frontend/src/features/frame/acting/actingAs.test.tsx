// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import type { PlanView } from '../../../domain/types';
import { onPageEnd, sessionIsOver, signedInAs } from '../../../state/ending';
import { shownPage } from '../../../ui/testing/shown';
import { there } from '../../../ui/testing/there';
import { PLAN } from '../testing/plan';
import { ActingAs } from './ActingAs';

const { page, show } = shownPage();
const ended = vi.fn();
const fetched = vi.fn();

afterEach(() => vi.resetAllMocks());

const shown = (...roles: string[]) =>
  show(<ActingAs plan={{ ...PLAN, roles } as unknown as PlanView} current="relative" />);
const press = () => act(async () => there(page.querySelector('button')).click());

function serverAnswers(answer: () => Response): void {
  onPageEnd(ended);
  signedInAs('me');
  vi.stubGlobal(
    'fetch',
    fetched.mockImplementation(async () => answer()),
  );
}

test('who has one role there is shown nothing', async () => {
  await shown('relative');
  expect(page.textContent).toBe('');
  await shown();
  expect(page.textContent).toBe('');
  await show(<ActingAs plan={PLAN} current="relative" />);
  expect(page.textContent).toBe('');
});

test('who has several sees in which they are there, and goes on in another', async () => {
  serverAnswers(() => {
    sessionIsOver(); // the sockets of the old session close before the answer is there
    return new Response(null, { status: 204 });
  });
  await shown('relative', 'school');
  expect(page.querySelector('p')?.textContent).toBe('Du er her som pårørende.');
  expect(page.querySelector('button')?.textContent).toBe('Bytt til skole');
  expect(fetched).not.toHaveBeenCalled();
  await press();
  await act(() => vi.waitFor(() => expect(ended.mock.calls).toEqual([['role']])));
  const [path, { body }] = fetched.mock.calls.at(-1) as [string, { body: string }];
  expect([path, JSON.parse(body)]).toEqual(['/api/me/role', { role: 'school' }]);
});

test('a change that fails is said, and nothing has ended', async () => {
  const headers = { 'content-type': 'application/problem+json' };
  const problem = { type: 'too-many-requests', title: '', status: 429 };
  serverAnswers(() => Response.json(problem, { status: 429, headers }));
  await shown('relative', 'school');
  await press();
  await act(() =>
    vi.waitFor(() => expect(page.querySelector('[role=alert]')?.textContent).toMatch(/Det gikk ikke/)),
  );
  expect(ended).not.toHaveBeenCalled();
});
