// @vitest-environment jsdom
import { act } from 'react';
import { createMemoryRouter, Outlet, RouterProvider } from 'react-router';
import { beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import type { PartView, PlanView } from '../../domain/types';
import { PlanSync, useDocument } from '../../sync';
import { addBlock } from '../../sync/testing/blocks';
import { FakeSocket } from '../../sync/testing/fakeSocket';
import { shownPage } from '../../ui/testing/shown';
import { there } from '../../ui/testing/there';
import { FrontPage } from '../overview/FrontPage';
import { HeldBack } from '../part/HeldBack';
import type { PlanContext } from './planContext';
import { RefusedWords } from './RefusedWords';
import * as testing from './testing/plan';
import { ME, WRITER } from './testing/plan';

const DOCUMENT = 'part/1';
const PART = {
  id: '1',
  document: DOCUMENT,
  kind: 'about-me',
  title: '',
  level: 'edit',
} as unknown as PartView;
const PLAN: PlanView = { ...testing.PLAN, parts: [PART] };
const CONTEXT: PlanContext = { plan: PLAN, me: ME, writer: WRITER };
const { page, show } = shownPage();
let doc: Y.Doc | null;

beforeEach(async () => {
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('fetch', () => new Promise(() => undefined));
  FakeSocket.opened = [];
  const plan = (
    <PlanSync me={WRITER} plan={PLAN}>
      <Plan />
    </PlanSync>
  );
  const router = createMemoryRouter([{ element: plan, children: [{ path: '/', element: <FrontPage /> }] }]);
  await show(<RouterProvider router={router} />);
  await act(async () => FakeSocket.latest.open());
});

/** The front page, with the part open beside it as on its own page. */
function Plan() {
  const state = useDocument(DOCUMENT, 'enter');
  doc = state.doc;
  return (
    <>
      <RefusedWords plan={PLAN} />
      {state.phase === 'open' && state.token && (
        <HeldBack document={DOCUMENT} onAgain={() => undefined} token={state.token} />
      )}
      <Outlet context={CONTEXT} />
    </>
  );
}

async function openPart(): Promise<void> {
  const stored = new Y.Doc();
  addBlock(stored, 'det som er lagret');
  await act(async () => {
    FakeSocket.latest.authenticate(DOCUMENT);
    FakeSocket.latest.askForState(DOCUMENT);
    FakeSocket.latest.sendState(DOCUMENT, stored);
    FakeSocket.latest.answer(DOCUMENT);
  });
}

async function writeUntil(token: string, words: string): Promise<void> {
  await openPart();
  await act(async () => addBlock(doc, words));
  await act(async () => FakeSocket.latest.closeDocument(DOCUMENT, token));
}

const says = () => page.textContent ?? '';

test('a full part says so, keeps the words, can be read, and gives the way back to making room', async () => {
  for (const words of ['en', 'to', 'tre']) await writeUntil('too-large', words);
  await openPart();
  expect(says()).toContain('Det er ikke plass til mer her');
  expect(says()).toContain('Du skrev det i «Om meg».');
  expect(page.querySelector('blockquote')?.textContent).toBe('en\nto\ntre');
  expect(page.querySelector('#important')?.parentElement?.textContent).toContain('det som er lagret');
  expect(says()).not.toContain('Denne delen kan ikke åpnes nå');
  const again = [...page.querySelectorAll('button')].find(
    ({ textContent }) => textContent === 'Ta bort eller endre noe',
  );
  await act(async () => there(again).click());
  expect(page.querySelector('.held-back')).toBeNull();
});

test('the front page goes on showing the text of a part that stopped after it was read', async () => {
  await openPart();
  await act(async () => FakeSocket.latest.deny(DOCUMENT, 'quarantined'));
  expect(says()).toContain('det som er lagret');
  expect(says()).not.toContain('Denne delen kan ikke åpnes nå');
});

test('the front page says so for a part that never could be read', async () => {
  await act(async () => FakeSocket.latest.deny(DOCUMENT, 'quarantined'));
  expect(says()).toContain('Denne delen kan ikke åpnes nå');
});

test('nobody is asked to write again in a part that is gone', async () => {
  await writeUntil('not-found', 'mine ord');
  expect(page.querySelector('blockquote')?.textContent).toBe('mine ord');
  expect(says()).toContain('Denne delen er ikke lenger delt med deg');
  expect(says()).not.toContain('prøv å skrive den inn på nytt');
});
