// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { DocumentLink } from '../document/link';
import { addBlock } from '../testing/blocks';
import * as testing from '../testing/connected';
import { connected, disconnected, letRun, PART } from '../testing/connected';
import { FakeSocket } from '../testing/fakeSocket';
import type { PlanConnection } from './planConnection';

const OTHER = 'part/2';
let connection: PlanConnection;
let link: DocumentLink;

beforeEach(async () => {
  [connection, link] = await connected();
});

afterEach(() => disconnected(connection));

const write = (words: string) => addBlock(link.state.doc, words);
const shownWords = () => link.state.doc?.getXmlFragment('body').toString();
const offered = () => connection.refusedTexts.read().all.map(({ token, words }) => ({ token, words }));
const overall = () => connection.saves.read().overall;

/** The server's copy of the part. */
function stored(): Y.Doc {
  const doc = new Y.Doc();
  addBlock(doc, 'det som er lagret');
  return doc;
}

const openPart = (scope?: string) => testing.openPart({ scope, stored: stored() });

async function refuse(token: string, words: string): Promise<void> {
  write(words);
  FakeSocket.latest.closeDocument(PART, token);
  await letRun(0);
  await openPart();
}

describe('a refused edit', () => {
  test('is kept for copying, and never blocks the next', async () => {
    const socket = await openPart();
    write('lagret');
    socket.answer(PART);
    write('avvist');
    const refusedDoc = link.state.doc;
    socket.answer(PART, false);
    socket.closeDocument(PART, 'refused');
    expect(connection.refusedTexts.read().all).toEqual([
      { id: 1, document: PART, token: 'refused', words: 'avvist' },
    ]);
    expect(link.state.doc).not.toBe(refusedDoc);
    await letRun(0);
    await openPart();
    expect(link.state.save).toBe('saved');
    write('neste');
    expect(link.state.save).toBe('saving');
    socket.answer(PART);
    expect(link.state.save).toBe('saved');
    expect(FakeSocket.opened).toHaveLength(1);
  });

  test('is one offer with what was refused before it, under a new id, since only the old words may be copied', async () => {
    await openPart();
    await refuse('too-large', 'første');
    await refuse('too-large', 'andre');
    expect(connection.refusedTexts.read().all).toEqual([
      { id: 2, document: PART, token: 'too-large', words: 'første\nandre' },
    ]);
  });
});

describe.each(['too-large', 'refused', 'malformed'])('three times %s in a row', (token) => {
  beforeEach(async () => {
    await openPart();
    for (const words of ['en', 'to', 'tre']) await refuse(token, words);
  });

  test('leave the part to be read, and not written for now', () => {
    expect(link.state).toMatchObject({ phase: 'open', token, editable: false, save: 'ended' });
    expect(shownWords()).toContain('det som er lagret');
    expect(offered()).toEqual([{ token, words: 'en\nto\ntre' }]);
    expect(overall()).toBe('ended');
    expect(connection.hasUnsavedEdits).toBe(false);
  });

  test('do not stop updates of others from arriving', () => {
    const theirs = stored();
    addBlock(theirs, 'skrevet av en annen');
    FakeSocket.latest.sendState(PART, theirs);
    expect(shownWords()).toContain('skrevet av en annen');
  });

  test('still hold after a reconnect', async () => {
    FakeSocket.latest.end(1006);
    await letRun(2_500);
    await openPart();
    expect(link.state).toMatchObject({ phase: 'open', token, editable: false, save: 'ended' });
  });

  test('end when their writer asks to write again, and room is made', async () => {
    connection.writeAgain(PART);
    expect(link.state).toMatchObject({ phase: 'open', token: null, editable: true, save: 'saved' });
    expect(overall()).toBe('saved');
    link.state.doc?.getXmlFragment('body').delete(0, 1);
    expect(overall()).toBe('saving');
    FakeSocket.latest.answer(PART);
    expect(overall()).toBe('saved');
    await refuse(token, 'fire');
    expect(link.state).toMatchObject({ phase: 'open', editable: true });
  });

  test('show no token to somebody who meanwhile may only read', () => {
    FakeSocket.latest.authenticate(PART, 'readonly');
    expect(link.state).toMatchObject({ phase: 'open', token: null, editable: false, save: 'reading' });
  });

  test('and a fourth without an edit: the content stays on the screen, and the part is not reopened', async () => {
    const socket = FakeSocket.latest;
    socket.closeDocument(PART, 'refused');
    expect(link.state).toMatchObject({ phase: 'stopped', token: 'refused', editable: false, save: 'ended' });
    expect(shownWords()).toContain('det som er lagret');
    const address = socket.address(PART);
    await letRun(120_000);
    expect(socket.address(PART)).toBe(address);
    expect(connection.saves.read().overall).toBe('ended');
  });
});

test('a part that is refused at every opening is not reopened for ever', async () => {
  const socket = FakeSocket.latest;
  socket.open();
  for (let opening = 1; opening <= 4; opening += 1) {
    await letRun(0);
    socket.deny(PART, 'refused');
  }
  expect(link.state).toMatchObject({ phase: 'stopped', doc: null });
  const asked = socket.sent.length;
  await letRun(120_000);
  expect(socket.sent).toHaveLength(asked);
});

describe('a quarantined part', () => {
  test('is not shown as an empty one, nor asked for again', async () => {
    const socket = FakeSocket.latest;
    socket.open();
    await letRun(0);
    socket.deny(PART, 'quarantined');
    expect(link.state).toMatchObject({ phase: 'stopped', token: 'quarantined', doc: null, save: 'ended' });
    const address = socket.address(PART);
    await letRun(120_000);
    expect(socket.address(PART)).toBe(address);
  });

  test('says nothing about saving to somebody who never could write there', async () => {
    const socket = await openPart('readonly');
    socket.deny(PART, 'quarantined');
    expect(overall()).toBeNull();
  });

  test('that was open before keeps its words on the screen, and offers those that are not saved', async () => {
    connection.hold(OTHER);
    const first = await openPart();
    write('lagret');
    first.answer(PART);
    first.end(1006);
    write('mine egne ord');
    await letRun(2_500);
    const second = FakeSocket.latest;
    second.open();
    await letRun(0);
    second.deny(PART, 'quarantined');
    expect(shownWords()).toContain('mine egne ord');
    expect(offered()).toEqual([{ token: 'quarantined', words: 'mine egne ord' }]);
    second.authenticate(OTHER, 'readonly');
    expect(overall()).toBe('ended');
    expect(connection.hasUnsavedEdits).toBe(false);
    expect(connection.holdsWords).toBe(true);
  });
});

describe.each([
  [4401, 'session-expired'],
  [4426, 'schema-too-old'],
])('a socket that ends for good with %d %s', (code, token) => {
  test('offers what was not saved, once, and leaves the text on the screen while there is a session', async () => {
    const socket = await openPart();
    write('lagret');
    socket.answer(PART);
    write('ikke lagret');
    socket.end(code, token);
    expect(offered()).toEqual([{ token, words: 'ikke lagret' }]);
    expect(link.state).toMatchObject({ phase: 'stopped', token, editable: false, save: 'ended' });
    if (token === 'session-expired') expect(link.state).toMatchObject({ doc: null, awareness: null });
    else expect(shownWords()).toContain('ikke lagret');
    expect(connection.hasUnsavedEdits).toBe(false);
    expect(connection.holdsWords).toBe(true);
  });

  test('offers nothing where everything is saved', async () => {
    const socket = await openPart();
    write('lagret');
    socket.answer(PART);
    socket.end(code, token);
    expect(offered()).toEqual([]);
  });

  test('does not show a part that never came as an empty one', () => {
    FakeSocket.latest.open();
    FakeSocket.latest.end(code, token);
    expect(link.state).toMatchObject({ phase: 'stopped', doc: null, save: 'ended' });
  });

  test('does not bring a part back that is gone', async () => {
    const socket = await openPart();
    socket.closeDocument(PART, 'not-found');
    socket.end(code, token);
    expect(link.state).toMatchObject({ phase: 'gone', doc: null, token: 'not-found' });
  });
});

test('the end of the page takes every copy away, and leaves what was not saved', async () => {
  const socket = await openPart();
  write('lagret');
  socket.answer(PART);
  write('ikke lagret');
  expect(connection.endOfSession().map(({ words }) => words)).toEqual(['ikke lagret']);
  expect(link.state).toMatchObject({ phase: 'stopped', doc: null, awareness: null });
  expect(connection.endOfSession()).toHaveLength(1);
});

test('a reconnect with an expired session stops the whole page, and loses no text', async () => {
  connection.hold(OTHER);
  (await openPart()).end(1006);
  write('skrevet uten nett');
  await letRun(2_500);
  const second = FakeSocket.latest;
  second.open();
  await letRun(0);
  second.deny(OTHER, 'session-expired');
  expect(connection.cell.read()).toMatchObject({ phase: 'stopped', token: 'session-expired' });
  expect(link.state).toMatchObject({ phase: 'stopped', token: 'session-expired', editable: false });
  expect(offered()).toEqual([{ token: 'session-expired', words: 'skrevet uten nett' }]);
  expect(overall()).toBe('ended');
  await letRun(120_000);
  expect(FakeSocket.opened).toHaveLength(2);
});
