// @vitest-environment jsdom
import { useQuery } from '@tanstack/react-query';
import { act } from 'react';
import { createMemoryRouter } from 'react-router';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { QUERIES } from './api/queries';
import { Page } from './page';
import { beforePageEnds, type Ending } from './state/ending';
import { askBeforeLeaving } from './state/leaving';

const WORDS = 'innholdet i planen';
const places = { replace: vi.fn(), reload: vi.fn() };
let asked = 0;
let page: Page;
let router: ReturnType<typeof createMemoryRouter>;
let stopAsking = () => {};

function Plan() {
  const { data } = useQuery({
    queryKey: ['plan'],
    queryFn: async () => {
      asked += 1;
      return WORDS;
    },
  });
  document.title = WORDS;
  return <p>{data}</p>;
}

beforeEach(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  asked = 0;
  router = createMemoryRouter(
    [
      { path: '/plan/p', Component: Plan },
      { path: '/logg-inn', element: <p>innlogging</p> },
    ],
    { initialEntries: ['/plan/p'] },
  );
  const element = document.body.appendChild(document.createElement('div'));
  page = new Page(element, router, places);
  await act(async () => page.show());
  await vi.waitFor(() => expect(shown()).toContain(WORDS));
});

afterEach(async () => {
  stopAsking();
  await act(async () => page.putAway());
  document.body.replaceChildren();
  vi.resetAllMocks();
  vi.unstubAllGlobals();
});

const shown = () => document.documentElement.outerHTML + document.title;
const end = (ending: Ending) => act(async () => page.end(ending));

function writeSomething(): void {
  stopAsking = askBeforeLeaving(() => true);
}

test('what is put away holds nothing of the plan, from that moment on', () => {
  act(() => page.putAway());
  expect(shown()).not.toContain(WORDS);
  expect(document.title).toBe('Samplan');
});

test('what comes back is loaded anew', async () => {
  await act(async () => page.putAway());
  page.comeBack();
  expect(places.reload).toHaveBeenCalledOnce();
});

test('what comes back with unsaved words starts anew in the same memory, and asks for everything again', async () => {
  writeSomething();
  await act(async () => page.putAway());
  await act(async () => page.comeBack());
  expect(places.reload).not.toHaveBeenCalled();
  await vi.waitFor(() => expect(shown()).toContain(WORDS));
  expect(asked).toBe(2);
});

test.each([
  ['session', '/logg-inn?utlopt&til=%2Fplan%2Fp'],
  ['another', '/plan/p'],
  ['left', '/logg-inn?ut'],
] as const)('a page that ends (%s) is replaced by another document', async (ending, path) => {
  if (ending !== 'session') writeSomething();
  await end(ending);
  expect(shown()).not.toContain(WORDS);
  expect(places.replace.mock.calls).toEqual([[path]]);
  expect(leavingAsks()).toBe(false);
});

test('with unsaved words the login page is shown in the same memory, once', async () => {
  writeSomething();
  await end('session');
  expect(shown()).not.toContain(WORDS);
  expect(shown()).toContain('innlogging');
  expect(router.state.location.search).toBe('?utlopt&til=%2Fplan%2Fp');
  await end('session');
  expect(router.state.location.search).toBe('?utlopt&til=%2Fplan%2Fp');
  expect(places.replace).not.toHaveBeenCalled();
  expect(leavingAsks()).toBe(true);
});

test('in another role it starts anew', async () => {
  await end('role');
  expect(shown()).not.toContain(WORDS);
  expect(places.reload).toHaveBeenCalledOnce();
});

test('in another role it starts anew in the same memory while that holds unsaved words', async () => {
  writeSomething();
  await end('role');
  await vi.waitFor(() => expect(asked).toBe(2));
  expect([places.reload.mock.calls, places.replace.mock.calls]).toEqual([[], []]);
  expect(leavingAsks()).toBe(true);
});

test('words are put by before what holds them is destroyed', async () => {
  let stillShown = false;
  const stop = beforePageEnds(() => {
    stillShown = shown().includes(WORDS);
    writeSomething();
  });
  await end('session');
  stop();
  expect(stillShown).toBe(true);
  expect(places.replace).not.toHaveBeenCalled();
});

function leavingAsks(): boolean {
  const leaving = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(leaving);
  return leaving.defaultPrevented;
}

function LoginWays() {
  const { data } = useQuery(QUERIES.login);
  return <p>{data && (data.signed_in ? 'inne' : 'ute')}</p>;
}

/** A server in which somebody logs in, and what was asked of it before is answered after that. */
function loggingIn() {
  const answers: ((signedIn: boolean) => void)[] = [];
  const ask = () =>
    new Promise<Response>((resolve) => {
      answers.push((signed_in) => resolve(Response.json({ signed_in, me: null, providers: [], demo: null })));
    });
  vi.stubGlobal('fetch', ask);
  return { ask, answers };
}

async function atTheLogin(): Promise<void> {
  await act(async () => page.putAway());
  document.body.replaceChildren();
  const routes = [{ path: '/logg-inn', Component: LoginWays }];
  router = createMemoryRouter(routes, { initialEntries: ['/logg-inn?utlopt'] });
  page = new Page(document.body.appendChild(document.createElement('div')), router, places);
  await act(async () => page.show());
}

test.each(['shown', 'held for the first screen'])(
  'somebody who logs in elsewhere is seen by a login page that is asking just then: %s',
  async (when) => {
    const { ask, answers } = loggingIn();
    if (when !== 'shown')
      vi.stubGlobal('samplanEarly', new Map([['/api/login', { person: null, answer: ask() }]]));
    await atTheLogin();
    await vi.waitFor(() => expect(answers.length).toBeGreaterThan(0));
    const before = answers.splice(0);
    await end('session');
    for (const answer of before) answer(false);
    await vi.waitFor(() => expect(answers.length).toBeGreaterThan(0));
    for (const answer of answers) answer(true);
    await act(() => vi.waitFor(() => expect(document.body.textContent).toBe('inne')));
  },
);
