// @vitest-environment jsdom
import { act } from 'react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { beforeEach, expect, test, vi } from 'vitest';
import { onPageEnd, signedInAs } from '../../state/ending';
import { shownPage } from '../../ui/testing/shown';
import { there } from '../../ui/testing/there';
import { InvitationPage } from './InvitationPage';

const { page, show } = shownPage();
const OPEN = { name: 'Åse Lund', role: 'school', organisation: 'Lia skole', status: 'open', numbered: false };
const asked: string[] = [];

/** Accepting is refused with `type`; everything else goes well. */
function server(type: string): void {
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    if (path === '/logout') return new Response(null, { status: 204 });
    if (path !== '/api/invitation/answer') return Response.json({ ...OPEN, owner_name: '', check: '' });
    const headers = { 'content-type': 'application/problem+json' };
    return Response.json({ type, title: '', status: 403 }, { status: 403, headers });
  });
}

const button = (words: string) =>
  [...page.querySelectorAll('button')].find(({ textContent }) => textContent === words);
const said = () => page.querySelector('[role=alert]')?.textContent ?? '';

async function accept(type: string): Promise<void> {
  server(type);
  const element = <InvitationPage code="ABC" />;
  await show(<RouterProvider router={createMemoryRouter([{ path: '/', element }])} />);
  await act(() => vi.waitFor(() => expect(button('Ja, jeg vil være med')).toBeDefined()));
  await act(async () => there(button('Ja, jeg vil være med')).click());
  await act(() => vi.waitFor(() => expect(said()).not.toBe('')));
}

beforeEach(() => asked.splice(0));

test('whose login does not show where they work hears so, and comes back by another one', async () => {
  await accept('organisation-not-proved');
  expect(said()).toMatch(/viser ikke hvor.* Invitasjonen er fortsatt åpen/);
  expect(button('Ja, jeg vil være med')).toBeDefined();
  const ended = vi.fn();
  onPageEnd(ended);
  signedInAs('guest');
  await act(async () => there(button('Logg inn på en annen måte')).click());
  await act(() => vi.waitFor(() => expect(ended).toHaveBeenCalledWith('session')));
  expect(asked.at(-1)).toBe('/logout');
});

test('who takes part already hears that, and is offered no other login', async () => {
  await accept('exists');
  expect(said()).toBe('Du er med i denne planen allerede.');
});

test('who leaves signs what they read, and reads it again where it has changed', async () => {
  const sentences = ['Jeg vil ikke være med.', 'Jeg går ut.'];
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', async (path: string, { body }: RequestInit) => {
    const { text } = JSON.parse(String(body));
    if (text) sent.push(text);
    const [leaving] = sent.length === 0 ? sentences : sentences.slice(1);
    const joined = { ...OPEN, status: 'joined', owner_name: '', check: '', leaving };
    if (path !== '/api/invitation/answer') return Response.json(joined);
    if (text === leaving) return Response.json({ ...joined, status: 'left', leaving: '' });
    const headers = { 'content-type': 'application/problem+json' };
    return Response.json({ type: 'text-changed', title: '', status: 409 }, { status: 409, headers });
  });
  const element = <InvitationPage code="ABC" />;
  await show(<RouterProvider router={createMemoryRouter([{ path: '/', element }])} />);
  const read = () => page.querySelector('blockquote')?.textContent;
  await act(() => vi.waitFor(() => expect(read()).toBe(sentences[0])));
  await act(async () => there(button('Signer og slutt')).click());
  await act(() => vi.waitFor(() => expect(read()).toBe(sentences[1])));
  expect(said()).toBe('Teksten er endret siden du leste den. Les den på nytt.');
  await act(async () => there(button('Signer og slutt')).click());
  await act(() => vi.waitFor(() => expect(sent).toEqual(sentences)));
});

test('who joined by another login is led to it, and told nothing of the plan', async () => {
  const joined = { ...OPEN, status: 'joined', owner_name: '', check: '' };
  vi.stubGlobal('fetch', async () => Response.json(joined));
  const element = <InvitationPage code="ABC" />;
  await show(<RouterProvider router={createMemoryRouter([{ path: '/', element }])} />);
  await act(() => vi.waitFor(() => expect(page.textContent).toMatch(/Du er med.*viser ikke hvor du jobber/)));
});
