// @vitest-environment jsdom
import { QueryClient } from '@tanstack/react-query';
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import type { InvitationsAnswer } from '../../domain/openapi';
import { shownPage } from '../../ui/testing/shown';
import { there } from '../../ui/testing/there';
import { InviteForm } from './InviteForm';
import type { Made } from './MadeInvitation';
import './words';

const { show, page } = shownPage();
const VIEW = {
  invitations: [],
  roles: ['gp'],
  proposing: false,
  may_give_number: true,
  replaceable: [],
} as unknown as InvitationsAnswer;
const NUMBER = '12057900499';

function type(label: string, words: string): Promise<void> {
  const named = [...page.querySelectorAll('label')].find(({ textContent }) => textContent?.startsWith(label));
  const box = document.getElementById(named?.htmlFor ?? '') as HTMLInputElement | HTMLSelectElement;
  const setter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(box), 'value')?.set;
  return act(async () => {
    setter?.call(box, words);
    box.dispatchEvent(new Event(box instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }));
  });
}

test('the identity number is sent, and then the page has it no more', async () => {
  const sent: string[] = [];
  vi.stubGlobal('fetch', async (_: string, init?: RequestInit) => {
    if (init?.body) sent.push(String(init.body));
    return Response.json(
      { code: 'AB-CD', status: 'open', expires_at: '2099-01-01T00:00:00Z' },
      { status: 201 },
    );
  });
  const queries = new QueryClient();
  const made: Made[] = [];
  const onMade = (each: Made) => made.push(each);
  await show(<InviteForm onMade={onMade} owner="Runa" plan="p" view={VIEW} />, queries);
  await type('Navn', 'Åse Lund');
  await type('Hvilken rolle', 'gp');
  await type('Fødselsnummer', NUMBER);
  await act(async () => there(page.querySelector<HTMLButtonElement>('button[type=submit]')).click());
  await vi.waitFor(() => expect(made).toHaveLength(1));
  expect(sent[0]).toContain(NUMBER);
  expect(made[0]).toMatchObject({ name: 'Åse Lund', role: 'gp', numbered: true });
  expect(JSON.stringify(made)).not.toContain(NUMBER);
  await show(null, queries);
  await vi.waitFor(() => expect(queries.getMutationCache().getAll()).toEqual([]));
});

test('what is signed is the sentence that was read, also where it has changed since', async () => {
  const sent: string[] = [];
  vi.stubGlobal('fetch', async (_: string, init?: RequestInit) => {
    if (init?.body) sent.push(String(init.body));
    return Response.json({ code: 'AB', status: 'open', expires_at: '2099-01-01T00:00:00Z' }, { status: 201 });
  });
  const queries = new QueryClient();
  const saying = (text: string) => ({
    ...VIEW,
    replaceable: [{ participant: 'o', name: 'Ola', organisation: '', role: 'gp', text }],
  });
  const shown = (text: string) =>
    show(
      <InviteForm onMade={() => {}} owner="Runa" plan="p" view={saying(text) as InvitationsAnswer} />,
      queries,
    );
  await shown('Ola ser planen.');
  await type('Navn', 'Åse Lund');
  await type('Hvilken rolle', 'gp');
  await type('Tar hen', 'o');
  await shown('Ola ser planen og helsen.');
  expect(page.querySelector('.invite__sentence')?.textContent).toBe('Ola ser planen.');
  await act(async () => there(page.querySelector<HTMLButtonElement>('button[type=submit]')).click());
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  expect(JSON.parse(sent[0] ?? '')).toMatchObject({ replaces: 'o', text: 'Ola ser planen.' });
  await show(null, queries);
});
