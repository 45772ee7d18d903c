// @vitest-environment jsdom
import '../../ui/testing/jsdom';

import { act } from 'react';
import { MemoryRouter } from 'react-router';
import { beforeEach, expect, test, vi } from 'vitest';
import type { MessageAnswer } from '../../domain/openapi';
import { shownPage } from '../../ui/testing/shown';
import { there } from '../../ui/testing/there';
import { MessagesPage } from './MessagesPage';

const { show, page } = shownPage();
const MESSAGE: MessageAnswer = {
  id: 'm',
  at: '2026-11-03T10:00:00Z',
  sender: 'Lia kommune',
  municipality: '9901',
  text: 'En avgjørelse er klar i sak ABCD-EFGH.',
  case: 'c',
  complaint: null,
  seen_as: 'owner',
  invitation: false,
  read: false,
  mail: 'sent',
};
const CONTACT = { channel: 'none', address: '', can_send: true, protected: false };
let answers: Record<string, unknown>;
const sent: [string, unknown][] = [];

beforeEach(() => {
  sent.length = 0;
  answers = {
    '/api/messages': { unread: 1, messages: [MESSAGE], before: null },
    '/api/my-contact': CONTACT,
    '/api/held-messages': [],
    '/api/coordinated-cases': { cases: [] },
  };
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    if (init.method) sent.push([`${init.method} ${path}`, JSON.parse(String(init.body))]);
    return Promise.resolve(init.method ? new Response(null, { status: 204 }) : Response.json(answers[path]));
  });
});

async function shown(): Promise<void> {
  await show(
    <MemoryRouter>
      <MessagesPage />
    </MemoryRouter>,
  );
  await settle();
}

async function settle(): Promise<void> {
  await act(async () => new Promise((done) => setTimeout(done)));
}

async function press(words: string): Promise<void> {
  const button = [...page.querySelectorAll('button')].find(({ textContent }) => textContent === words);
  await act(async () => there(button).click());
  await settle();
}

test('a message says what happened, who sends it, and leads its owner and whoever acts for them to their case', async () => {
  const acting = { ...MESSAGE, id: 'r', seen_as: 'representative' };
  answers['/api/messages'] = { unread: 2, messages: [MESSAGE, acting], before: null };
  await shown();
  expect(page.textContent).toContain(MESSAGE.text);
  expect(page.textContent).toContain('Lia kommune');
  const links = [...page.querySelectorAll('li a')].map((link) => link.getAttribute('href'));
  expect(links).toEqual(['/sak', '/sak']);
});

test('whoever handles the case is led to it at the desk, and whoever does neither nowhere', async () => {
  const others = [
    { ...MESSAGE, seen_as: 'case-handler' },
    { ...MESSAGE, id: 'n', seen_as: null },
  ];
  answers['/api/messages'] = { unread: 2, messages: others, before: null };
  await shown();
  const links = [...page.querySelectorAll('li a')].map((link) => link.getAttribute('href'));
  expect(links).toEqual(['/enhet/9901/sak/c']);
});

test('whoever sees a complaint no more is led to none by what they were told of it', async () => {
  const told = { ...MESSAGE, case: null, complaint: 'k' };
  const others = [told, { ...told, id: 'n', seen_as: null }];
  answers['/api/messages'] = { unread: 2, messages: others, before: null };
  await shown();
  expect(page.querySelectorAll('li a')).toHaveLength(1);
});

test('a coordinator is led from a message to those they coordinate for', async () => {
  answers['/api/messages'] = { unread: 1, messages: [{ ...MESSAGE, seen_as: null }], before: null };
  answers['/api/coordinated-cases'] = { cases: [{}] };
  await shown();
  await settle(); // what they coordinate is asked for once the message is there
  expect(page.querySelector('li a')?.getAttribute('href')).toBe('/koordinator');
});

test('whoever hears that an invitation was answered is led to where it is asked who that is', async () => {
  const answered = { ...MESSAGE, case: null, seen_as: null, invitation: true };
  answers['/api/messages'] = { unread: 1, messages: [answered], before: null };
  answers['/api/plans'] = [
    { id: 'other', role: 'relative' },
    { id: 'own', role: 'owner' },
  ];
  await shown();
  await settle(); // whose plan it is, is asked for once the message is there
  expect(page.querySelector('li a')?.getAttribute('href')).toBe('/plan/own/inviter');
});

test('one is marked as read, and all are', async () => {
  await shown();
  await press('Merk som lest');
  await press('Merk alle som lest');
  expect(sent).toEqual([
    ['PATCH /api/messages/m', { read: true }],
    ['POST /api/read-messages', {}],
  ]);
});

test('one that was given up as an e-mail says so', async () => {
  answers['/api/messages'] = { unread: 0, messages: [{ ...MESSAGE, mail: 'given-up' }], before: null };
  await shown();
  expect(page.textContent).toContain('kunne ikke sendes som e-post');
});

test('how one is told is chosen, and an address is asked for where mail is', async () => {
  await shown();
  expect(page.querySelector('input[type=email]')).toBeNull();
  await act(async () => there(page.querySelector<HTMLInputElement>('input[value=email]')).click());
  expect(page.querySelector('input[type=email]')).not.toBeNull();
  await press('Lagre valget');
  expect(sent).toEqual([['PUT /api/my-contact', { channel: 'email', address: '' }]]);
  expect(page.textContent).toContain('Valget er lagret.');
});

test('a case handler sends a mail that was held, or lets it be', async () => {
  const held = {
    id: 'h',
    at: MESSAGE.at,
    text: MESSAGE.text,
    to: 'Runa',
    code: 'A',
    case: 'c',
    municipality: 'Lia',
  };
  answers['/api/held-messages'] = [held];
  await shown();
  expect(page.textContent).toContain('Til Runa.');
  await press('Send e-posten');
  await press('Ikke send');
  expect(sent).toEqual([
    ['POST /api/held-messages/h', { send: true }],
    ['POST /api/held-messages/h', { send: false }],
  ]);
});
