// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetEarly } from '../../api';
import { connected, disconnected, openPart, PART, URL } from '../testing/connected';
import { FakeSocket } from '../testing/fakeSocket';
import { earlyOrNew } from './earlySocket';
import type { PlanConnection } from './planConnection';

let connection: PlanConnection | undefined;

beforeEach(() => void vi.stubGlobal('WebSocket', FakeSocket));
afterEach(() => {
  if (connection) disconnected(connection);
  connection = undefined;
  FakeSocket.opened = [];
  globalThis.samplanSocket = undefined;
});

/** What start.js leaves. */
function begun(url = URL): FakeSocket {
  const socket = new FakeSocket(url);
  globalThis.samplanSocket = socket as unknown as WebSocket;
  return socket;
}

async function take() {
  const [taken, link] = await connected({}, undefined, earlyOrNew());
  connection = taken;
  return link;
}

test.each([
  ['that is open', true],
  ['that is being opened', false],
])('a socket %s before the page is there is the one that the page uses', async (_, open) => {
  const early = begun();
  if (open) early.open();
  const link = await take();
  await openPart();
  expect(FakeSocket.opened).toEqual([early]);
  expect(early.of(PART, 'step1')).toHaveLength(1);
  expect(link.state).toMatchObject({ phase: 'open', save: 'saved' });
});

test('it is used once: after it is lost another is opened', async () => {
  const early = begun();
  await take();
  await openPart();
  early.end(1006);
  connection?.connectNow();
  await openPart();
  expect(FakeSocket.opened).toHaveLength(2);
});

test.each([
  ['of another person, plan or schema', (early: FakeSocket) => early.open(), `${URL}?person=per`],
  ['that was closed', (early: FakeSocket) => early.end(4401), URL],
])('a socket %s is not used, and not left open', async (_, before, url) => {
  const early = begun(url);
  before(early);
  await take();
  await openPart();
  expect(FakeSocket.opened).toHaveLength(2);
  expect(early.sent).toEqual([]);
  expect(early.readyState).toBeGreaterThan(FakeSocket.OPEN);
});

test('a page that ends leaves none', () => {
  const early = begun();
  forgetEarly();
  expect(early.readyState).toBeGreaterThan(FakeSocket.OPEN);
  expect(globalThis.samplanSocket).toBeUndefined();
});
