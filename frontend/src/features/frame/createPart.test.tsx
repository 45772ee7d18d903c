// @vitest-environment jsdom
import { act } from 'react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { expect, test, vi } from 'vitest';
import type { PlanView } from '../../domain/types';
import { shownPage } from '../../ui/testing/shown';
import { there } from '../../ui/testing/there';
import { CreatePart } from './CreatePart';
import { PLAN } from './testing/plan';

const { page, show } = shownPage();
const MAY_CREATE = { ...PLAN, may_create: ['measure'] } as PlanView;
const person = (id: string, role: string) => ({ id, name: `${id} Elvestad`, role, organisation: '' });
const FAMILY = [person('me', 'owner'), person('mari', 'relative'), person('hilde', 'coordinator')];

function planOf(adding: object, me = 'me'): PlanView {
  const plan = { ...PLAN, me, owner_name: 'Runa Elvestad', may_create: ['goal'], participants: FAMILY };
  return { ...plan, adding: [{ kind: 'goal', proposes: false, ...adding }] } as unknown as PlanView;
}

const shown = (plan: PlanView) => {
  const element = <CreatePart kind="goal" plan={plan} />;
  return show(<RouterProvider router={createMemoryRouter([{ path: '*', element }])} />);
};

async function write(words: string): Promise<HTMLTextAreaElement> {
  const field = page.querySelector('textarea') as HTMLTextAreaElement;
  const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set;
  await act(async () => {
    set?.call(field, words);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  return field;
}

async function create(type: string, status: number, title = 'Praksis'): Promise<void> {
  const headers = { 'content-type': 'application/problem+json' };
  vi.stubGlobal('fetch', async () => Response.json({ type, title: '', status }, { status, headers }));
  const element = <CreatePart kind="measure" plan={MAY_CREATE} />;
  await show(<RouterProvider router={createMemoryRouter([{ path: '/', element }])} />);
  await write(title);
  await act(async () => there(page.querySelector('form')).requestSubmit());
}

test('without a title one goes on in its box, and hears why', async () => {
  await create('unused', 503, ' ');
  expect(document.activeElement).toBe(page.querySelector('textarea'));
  expect(said()).toMatch(/Skriv noen ord/);
  await write('Praksis');
  expect(said()).toBe('');
});

const said = () => page.querySelector('[role=status]')?.textContent;

test.each([
  ['limit-reached', 409, /ikke plass til flere .* Legg bort noe/],
  ['too-many-requests', 429, /Prøv igjen senere/],
  ['unavailable', 503, /Prøv igjen\./],
])('what could not be added for %s is said plainly', async (type, status, words) => {
  await create(type, status);
  await act(() => vi.waitFor(() => expect(said()).toMatch(words)));
});

test('a dialog has a name, its field has the focus, and Enter adds the part', async () => {
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', async (_: string, options: { body: string }) => {
    sent.push(JSON.parse(options.body));
    return Response.json({ id: 'new', document: 'part/new' }, { status: 201 });
  });
  await shown(planOf({ visible_to: ['me'] }));
  const dialog = page.querySelector('dialog') as HTMLDialogElement;
  expect(document.getElementById(dialog.getAttribute('aria-labelledby') ?? '')?.textContent).toBe('Nytt mål');
  dialog.showModal = () => dialog.setAttribute('open', '');
  await act(async () => there(page.querySelector<HTMLElement>('.create-part')).click());
  const field = await write('Svømme');
  expect(document.activeElement).toBe(field);
  const enter = { key: 'Enter', bubbles: true, cancelable: true };
  await act(async () => {
    field.dispatchEvent(new KeyboardEvent('keydown', { ...enter, isComposing: true }));
  });
  expect(sent).toEqual([]);
  await act(async () => {
    field.dispatchEvent(new KeyboardEvent('keydown', enter));
  });
  await act(() => vi.waitFor(() => expect(sent).toEqual([{ kind: 'goal', title: 'Svømme' }])));
});

test('a new goal says to whom it will be visible, and can be kept to oneself (rule 9)', async () => {
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', async (_: string, options: { body: string }) => {
    sent.push(JSON.parse(options.body));
    return Response.json({ id: 'new', document: 'part/new' }, { status: 201 });
  });
  await shown(planOf({ visible_to: ['me', 'mari', 'hilde'] }));
  expect(page.textContent).toContain('Skriv det med dine egne ord.');
  expect(page.textContent).toContain('Blir synlig for deg, mari og koordinator.');
  await act(async () => there(page.querySelector<HTMLInputElement>('input[type=checkbox]')).click());
  expect(page.textContent).toContain('Blir synlig bare for deg.');
  await write('Flytte');
  await act(async () => there(page.querySelector('form')).requestSubmit());
  await act(() => vi.waitFor(() => expect(sent).toEqual([{ kind: 'goal', title: 'Flytte', kept: true }])));
});

test('a proposal says who sees it, and there is nothing to keep', async () => {
  await shown(planOf({ proposes: true, visible_to: ['me', 'hilde'] }, 'hilde'));
  expect(page.querySelector('button')?.textContent).toBe('Foreslå et mål');
  expect(page.textContent).toContain('Skriv det slik Runa selv ville sagt det.');
  expect(page.textContent).toContain('Bare du og Runa ser forslaget');
  expect(page.querySelector('input[type=checkbox]')).toBeNull();
});
