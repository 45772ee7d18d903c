// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import type { DocumentLink } from '../document/link';
import { RefusedTexts } from '../document/refusedTexts';
import { addBlock } from '../testing/blocks';
import { connected, disconnected, openPart, PART } from '../testing/connected';
import { FakeSocket } from '../testing/fakeSocket';
import { type PlanConnection, syncUrl } from './planConnection';

let refusedTexts: RefusedTexts;
let connection: PlanConnection;
let link: DocumentLink;
const restored = vi.fn();

beforeEach(async () => {
  restored.mockClear();
  refusedTexts = new RefusedTexts();
  await connect();
});

afterEach(() => disconnected(connection));

async function connect(): Promise<void> {
  [connection, link] = await connected({ restored }, refusedTexts);
}

const write = (words: string) => addBlock(link.state.doc, words);

const offered = () =>
  refusedTexts.read().all.map(({ document, token, words }) => ({ document, token, words }));

test('every copy is dropped, and own words are offered, saved or not', async () => {
  const socket = await openPart();
  write('lagret');
  socket.answer(PART);
  expect(link.state.save).toBe('saved');
  write('ikke lagret');
  const dropped = vi.fn();
  link.state.doc?.on('destroy', dropped);
  socket.end(4410, 'restored');
  expect(dropped).toHaveBeenCalled();
  expect(link.state).toMatchObject({ doc: null, awareness: null, editable: false });
  expect(offered()).toEqual([{ document: PART, token: 'restored', words: 'lagret\nikke lagret' }]);
  expect(restored).toHaveBeenCalledOnce();
  expect(connection.saves.read().overall).toBe('ended');
  expect(connection.hasUnsavedEdits).toBe(false);
  expect(connection.holdsWords).toBe(true);
});

test('what others wrote is not offered as one’s own', async () => {
  const socket = FakeSocket.latest;
  socket.open();
  await vi.advanceTimersByTimeAsync(0);
  socket.authenticate(PART);
  const theirs = new Y.Doc();
  addBlock(theirs, 'deres');
  socket.sendState(PART, theirs);
  expect(link.state.doc?.getXmlFragment('body').toString()).toContain('deres');
  socket.end(4410, 'restored');
  expect(offered()).toEqual([{ document: '', token: 'restored', words: '' }]);
  expect(connection.holdsWords).toBe(false);
});

test('the page does not come back by itself with the old address', async () => {
  (await openPart()).end(4410, 'restored');
  await vi.advanceTimersByTimeAsync(120_000);
  expect(FakeSocket.opened).toHaveLength(1);
});

test('the next connection begins with nothing of the old one but the words to copy', async () => {
  const first = await openPart();
  first.end(1006);
  write('skrevet uten nett');
  await vi.advanceTimersByTimeAsync(2_500);
  const second = FakeSocket.latest;
  second.open();
  await vi.advanceTimersByTimeAsync(0);
  second.end(4410, 'restored');
  connection.destroy();
  await connect();
  const third = FakeSocket.latest;
  expect(third).not.toBe(second);
  await openPart();
  expect(third.of(PART, 'update')).toHaveLength(0);
  expect(third.of(PART, 'step2').map(({ payload }) => [...payload])).toEqual([[0, 0]]);
  expect(link.state.save).toBe('saved');
  expect(offered()).toEqual([{ document: PART, token: 'restored', words: 'skrevet uten nett' }]);
});

test('a restore that was reported over HTTP has the same effect, once', async () => {
  await openPart();
  write('mine');
  connection.databaseRestored();
  connection.databaseRestored();
  expect(link.state.doc).toBeNull();
  expect(offered()).toEqual([{ document: PART, token: 'restored', words: 'mine' }]);
});

test('dismissing one keeps the others, whichever connection they came from', async () => {
  await openPart();
  write('første');
  connection.databaseRestored();
  connection.destroy();
  await connect();
  await openPart();
  write('andre');
  connection.databaseRestored();
  const [one] = refusedTexts.read().all;
  refusedTexts.dismiss(one?.id ?? 0);
  expect(offered().map(({ words }) => words)).toEqual(['andre']);
});

test('the URL contains the epoch that the page knows, and whom it was made for', () => {
  const location = { protocol: 'https:', host: 'plan.no' } as Location;
  const url = /^wss:\/\/plan\.no\/sync\?schema=\d+&epoch=a-b_1(.*)$/;
  expect(url.exec(syncUrl(location, 'a-b_1', 'ida'))?.[1]).toBe('&person=ida');
  expect(url.exec(syncUrl(location, 'a-b_1', null))?.[1]).toBe('');
});
