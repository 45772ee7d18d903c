// @vitest-environment jsdom
import { act } from 'react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { expect, test, vi } from 'vitest';
import type { PlanView } from '../../domain/types';
import { shownPage } from '../../ui/testing/shown';
import { CreatePart } from './CreatePart';
import { PLAN } from './testing/plan';

const { page, show } = shownPage();
const MAY_CREATE = { ...PLAN, may_create: ['measure'] } as PlanView;

async function create(type: string, status: number, title = 'Praksis'): Promise<void> {
  const headers = { 'content-type': 'application/problem+json' };
  vi.stubGlobal('fetch', async () => Response.json({ type, title: '', status }, { status, headers }));
  const element = <CreatePart kind="measure" plan={MAY_CREATE} />;
  await show(<RouterProvider router={createMemoryRouter([{ path: '/', element }])} />);
  const field = page.querySelector('textarea') as HTMLTextAreaElement;
  const write = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set;
  await act(async () => {
    write?.call(field, title);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await act(async () => page.querySelector('form')?.requestSubmit());
}

test('without a title one goes on in its box, and hears why', async () => {
  await create('unused', 503, ' ');
  expect(document.activeElement).toBe(page.querySelector('textarea'));
  expect(said()).toMatch(/Skriv noen ord/);
});

const said = () => page.querySelector('[role=status]')?.textContent;

test.each([
  ['limit-reached', 409, /ikke plass til flere/],
  ['too-many-requests', 429, /Prøv igjen senere/],
  ['unavailable', 503, /Prøv igjen\./],
])('what could not be added for %s is said plainly', async (type, status, words) => {
  await create(type, status);
  await act(() => vi.waitFor(() => expect(said()).toMatch(words)));
});
