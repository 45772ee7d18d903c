// @vitest-environment jsdom
import { QueryClient } from '@tanstack/react-query';
import { act } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { PlanView } from '../../../domain/types';
import { shownPage } from '../../../ui/testing/shown';
import { SaysValid } from './SaysValid';

const { show, page } = shownPage();
const PLAN = { id: 'p', owner_name: 'Runa Elvestad' } as PlanView;
const USUAL = '2199-06-01';
let text = '';
let sent: { shown: string; next_revision: string }[] = [];

beforeEach(() => {
  [text, sent] = ['Planen gjelder.', []];
  vi.stubGlobal('fetch', async (path: string, { body }: RequestInit) => {
    const said = JSON.parse(String(body));
    const declared = { expected: 3, next_revision: said.next_revision ?? USUAL, text };
    if (path.endsWith('/preview')) return Response.json(declared);
    sent.push(said);
    const headers = { 'content-type': 'application/problem+json' };
    if (said.shown !== text)
      return Response.json({ type: 'text-changed', title: '', status: 409 }, { status: 409, headers });
    return Response.json({ number: 4 }, { status: 201 });
  });
});

const press = async (words: string) => {
  const found = [...page.querySelectorAll('button')].find(({ textContent }) => textContent === words);
  await act(async () => (found as HTMLButtonElement).click());
};
const read = () => page.querySelector('.assisted-valid__words')?.textContent;
const reads = (words: string) => act(() => vi.waitFor(() => expect(read()).toBe(words)));

async function begins() {
  const queries = new QueryClient();
  await show(<SaysValid plan={PLAN} session="s" />, queries);
  await act(() => vi.waitFor(() => expect(page.querySelector('input')?.value).toBe('01.06.2199')));
  return queries;
}

test('what is signed is what was read out: what changed meanwhile is refused, and read anew', async () => {
  const queries = await begins();
  await press('Runa sier at planen gjelder');
  await reads('Planen gjelder.');
  text = 'Planen gjelder. Den mangler mål.';
  await act(() => queries.invalidateQueries());
  await act(async () => window.dispatchEvent(new Event('visibilitychange')));
  expect(read()).toBe('Planen gjelder.');
  await press('Runa har hørt dette og sier det');
  await act(() => vi.waitFor(() => expect(page.textContent).toContain('Noe er endret imens.')));
  expect(sent.map(({ shown }) => shown)).toEqual(['Planen gjelder.']);
  await press('Avbryt');
  const kept = { queryKey: ['validity', 'p', 's', USUAL] };
  await vi.waitFor(() => expect(queries.getQueryCache().find(kept)).toBeUndefined());
  await press('Runa sier at planen gjelder');
  await reads(text);
});

test('nobody goes on with a day that the box does not show', async () => {
  await begins();
  const box = page.querySelector('input') as HTMLInputElement;
  await act(async () => {
    box.focus();
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(box, '');
    box.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await act(async () => box.blur());
  expect(page.textContent).toContain('Velg en dag som kommer.');
  await press('Runa sier at planen gjelder');
  expect(read()).toBeUndefined();
  expect(box.value).toBe('');
  expect(document.activeElement).toBe(box);
});
