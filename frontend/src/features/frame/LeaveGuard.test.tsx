// @vitest-environment jsdom
import { act } from 'react';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { beforeEach, expect, test, vi } from 'vitest';
import type * as Y from 'yjs';
import { askBeforeLeaving } from '../../state/leaving';
import { setUnwritten } from '../../state/unwritten';
import { PlanSync, useDocument } from '../../sync';
import { addBlock } from '../../sync/testing/blocks';
import { FakeSocket } from '../../sync/testing/fakeSocket';
import { shownPage } from '../../ui/testing/shown';
import { LeaveGuard } from './LeaveGuard';
import { TopBar } from './TopBar';
import { ME, PLAN, WRITER } from './testing/plan';

const PART = 'part/1';
const { page, show } = shownPage();
let doc: Y.Doc | null;
let router: ReturnType<typeof createMemoryRouter>;
const asked = vi.fn();

beforeEach(async () => {
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('fetch', asked);
  asked.mockReset();
  asked.mockReturnValue(new Promise(() => undefined));
  FakeSocket.opened = [];
  router = createMemoryRouter(
    [
      { path: '/plan/p/*', element: plan },
      { path: '/', element: <p>forsiden</p> },
    ],
    { initialEntries: ['/plan/p'] },
  );
  await show(<RouterProvider router={router} />);
});

function Part() {
  doc = useDocument(PART, 'enter').doc;
  return null;
}

const plan = (
  <PlanSync me={WRITER} plan={PLAN}>
    <TopBar me={ME} plan={PLAN} writer={WRITER} />
    <LeaveGuard plan="p" />
    <Part />
  </PlanSync>
);

async function write(words: string): Promise<FakeSocket> {
  const socket = FakeSocket.latest;
  await act(async () => socket.open());
  await act(async () => socket.authenticate(PART));
  await act(async () => addBlock(doc, words));
  return socket;
}

async function writeWhatIsRefused(): Promise<void> {
  const socket = await write('fikk ikke plass');
  await act(async () => socket.closeDocument(PART, 'too-large'));
}

const question = () => page.querySelector('dialog[open]')?.textContent ?? '';
const where = () => router.state.location.pathname;

async function press(words: string): Promise<void> {
  const button = [...page.querySelectorAll('button')].find(({ textContent }) => textContent === words);
  if (!button) throw new Error(`no button says ${words}`);
  await act(async () => button.click());
}

const loggedOut = () => asked.mock.calls.some(([path]) => String(path).includes('logout'));

test('words offered for copying are not left without a question', async () => {
  await writeWhatIsRefused();
  await act(async () => void router.navigate('/'));
  expect(where()).toBe('/plan/p');
  expect(question()).toContain('kopier det først');
});

test('unsaved words are worth waiting for, and the question says so', async () => {
  await write('på vei');
  await act(async () => void router.navigate('/'));
  expect(where()).toBe('/plan/p');
  expect(question()).toContain('Bli her til det står «Lagret»');
});

test('without such words there is no question, and none for navigation inside the plan', async () => {
  await act(async () => void router.navigate('/plan/p/deler'));
  expect(where()).toBe('/plan/p/deler');
  await act(async () => void router.navigate('/'));
  expect(where()).toBe('/');
});

test('what stands unfinished in a control goes with its page, and the question says so', async () => {
  const control = {};
  await act(async () => setUnwritten(control, 'unfinished'));
  await act(async () => void router.navigate('/plan/p/deler'));
  expect(where()).toBe('/plan/p');
  expect(question()).toContain('ikke ferdig skrevet');
  await act(async () => setUnwritten(control, null));
  await act(async () => void router.navigate('/plan/p/deler'));
  expect(where()).toBe('/plan/p/deler');
});

test('what is complete is written before its page goes, and only the way out of the plan waits for it', async () => {
  const control = {};
  const flush = vi.fn();
  await act(async () => setUnwritten(control, 'typing', flush));
  await act(async () => void router.navigate('/plan/p/deler'));
  expect([where(), flush.mock.calls.length]).toEqual(['/plan/p/deler', 1]);
  await act(async () => void router.navigate('/'));
  expect([where(), flush.mock.calls.length]).toEqual(['/plan/p/deler', 2]);
  expect(question()).toContain('Bli her til det står «Lagret»');
  await act(async () => setUnwritten(control, null));
});

test('logging out asks before words offered for copying are lost', async () => {
  await writeWhatIsRefused();
  await press('Logg ut');
  expect(question()).toContain('kopier det først');
  expect(loggedOut()).toBe(false);
});

test('logging out asks before anything else is lost that is not sent', async () => {
  const stop = askBeforeLeaving(() => true);
  await press('Logg ut');
  expect(question()).toContain('ikke er sendt eller signert');
  expect(loggedOut()).toBe(false);
  await press('Gå uten å lagre');
  expect(loggedOut()).toBe(true);
  stop();
});

test('logging out without words does not ask', async () => {
  await press('Logg ut');
  expect(question()).toBe('');
  expect(loggedOut()).toBe(true);
});

test('the question takes the place of the menu, and gives the focus back to its button', async () => {
  await writeWhatIsRefused();
  await press('Logg ut');
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Min meny, Ida Berg');
});

test('who could not be logged out is told, and may try again', async () => {
  asked.mockRejectedValue(new TypeError('no connection'));
  await press('Logg ut');
  await vi.waitFor(() => expect(question()).toContain('Du er ikke logget ut ennå'));
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Min meny, Ida Berg');
  asked.mockClear();
  await press('Prøv igjen');
  expect(loggedOut()).toBe(true);
});

test('logging out says so while it waits for the answer, and is not asked for twice', async () => {
  await press('Logg ut');
  await vi.waitFor(() => expect(page.textContent).toContain('Logger ut …'));
  await press('Logger ut …');
  expect(asked.mock.calls.filter(([path]) => String(path).includes('logout'))).toHaveLength(1);
});
