// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import type { DocumentLink } from '../document/link';
import { addBlock } from '../testing/blocks';
import { connected, disconnected, letRun, openPart, PART } from '../testing/connected';
import { FakeSocket } from '../testing/fakeSocket';
import type { PlanConnection } from './planConnection';

const withdrawn: string[] = [];
const notices: string[] = [];
let connection: PlanConnection;
let link: DocumentLink;
const sessionEnded = vi.fn();

beforeEach(async () => {
  withdrawn.length = 0;
  sessionEnded.mockReset();
  notices.length = 0;
  [connection, link] = await connected({
    documentWithdrawn: (name) => withdrawn.push(name),
    notice: (name, type) => notices.push(`${name} ${type}`),
    sessionEnded,
  });
});

afterEach(() => disconnected(connection));

const offered = () => connection.refusedTexts.read().all;

const write = (words: string) => addBlock(link.state.doc, words);

describe('saved', () => {
  test('only after our Step2 has its answer', async () => {
    expect(link.state.save).toBe('opening');
    const socket = await openPart({ acknowledged: false });
    expect(link.state.save).toBe('opening');
    socket.answer(PART);
    expect(link.state).toMatchObject({ phase: 'open', save: 'saved', editable: true });
  });

  test('comes back after the answer to the last of several edits', async () => {
    const socket = await openPart();
    write('en');
    write('to');
    expect(link.state.save).toBe('saving');
    socket.answer(PART);
    expect(link.state.save).toBe('saving');
    expect(connection.hasUnsavedEdits).toBe(true);
    socket.answer(PART);
    expect(link.state.save).toBe('saved');
    expect(connection.hasUnsavedEdits).toBe(false);
  });

  test('waits for every frame after several offline edits, however late the answers come', async () => {
    const first = await openPart();
    first.end(1006);
    write('en');
    write('to');
    write('tre');
    expect(link.state.save).toBe('offline');
    expect(connection.hasUnsavedEdits).toBe(true);
    await letRun(2_500);
    const second = await openPart({ acknowledged: false });
    expect(second).not.toBe(first);
    const frames = second.of(PART, 'update').length + second.of(PART, 'step2').length;
    expect(frames).toBe(4);
    for (let answer = 1; answer < frames; answer += 1) {
      second.answer(PART);
      expect(link.state.save).toBe('saving');
    }
    second.answer(PART);
    expect(link.state.save).toBe('saved');
  });

  test('is not shown for an answer that arrives while the socket is closing', async () => {
    const socket = await openPart();
    write('en');
    connection.networkLost();
    expect(link.state.save).toBe('offline');
    socket.answer(PART);
    expect(link.state.save).toBe('offline');
    expect(connection.hasUnsavedEdits).toBe(true);
  });

  test('an early Update: the Step1 it provokes is answered, and that answer saves', async () => {
    const socket = await openPart();
    write('en');
    socket.askForState(PART);
    expect(socket.of(PART, 'step2')).toHaveLength(2);
    expect(link.state.save).toBe('saving');
    socket.answer(PART);
    expect(link.state.save).toBe('saved');
  });

  test('is not shown for edits made while the part waits to be reopened', async () => {
    const socket = await openPart();
    socket.closeDocument(PART, 'overloaded');
    expect(link.state.save).toBe('offline');
    write('en');
    expect(connection.saves.read().overall).toBe('saving');
    const before = socket.address(PART);
    await letRun(2_500);
    expect(socket.address(PART)).not.toBe(before);
    socket.authenticate(PART);
    socket.askForState(PART);
    expect(link.state.save).toBe('saving');
    socket.answer(PART);
    expect(connection.saves.read().overall).toBe('saved');
  });

  test('answers that cannot be matched to frames lead to a new address', async () => {
    const socket = await openPart();
    write('en');
    socket.askForState(PART);
    write('to');
    socket.answer(PART);
    socket.answer(PART);
    expect(link.state.save).toBe('saving');
    const before = socket.address(PART);
    await letRun(1_500);
    expect(socket.address(PART)).not.toBe(before);
    await openPart();
    expect(link.state.save).toBe('saved');
  });
});

describe('access', () => {
  test('withdrawn drops the document and says so (rule 10)', async () => {
    const socket = await openPart();
    const { doc } = link.state;
    const dropped = vi.fn();
    doc?.on('destroy', dropped);
    socket.closeDocument(PART, 'consent-withdrawn');
    expect(link.state).toMatchObject({
      phase: 'gone',
      doc: null,
      awareness: null,
      token: 'consent-withdrawn',
    });
    expect(dropped).toHaveBeenCalled();
    expect(withdrawn).toEqual([PART]);
  });

  test('withdrawn keeps what its own writer had not saved, and it outlives the part (rule P5)', async () => {
    const socket = await openPart();
    write('mine egne ord');
    socket.closeDocument(PART, 'consent-withdrawn');
    connection.release(PART, 'enter');
    expect(offered().map(({ words }) => words)).toEqual(['mine egne ord']);
    connection.refusedTexts.dismiss(1);
    expect(offered()).toEqual([]);
  });

  test('a reader has no save state, and becomes a writer on the spot', async () => {
    const socket = await openPart({ scope: 'readonly' });
    expect(link.state).toMatchObject({ editable: false, save: 'reading' });
    socket.authenticate(PART, 'read-write');
    expect(link.state).toMatchObject({ editable: true, save: 'opening' });
    socket.askForState(PART);
    socket.answer(PART);
    expect(link.state.save).toBe('saved');
  });

  test('ending while edits are unacknowledged keeps their text', async () => {
    const socket = await openPart();
    write('rakk det ikke');
    socket.authenticate(PART, 'readonly');
    expect(offered()[0]?.words).toBe('rakk det ikke');
    await letRun(0);
    await openPart({ scope: 'readonly' });
    expect(link.state).toMatchObject({ editable: false, save: 'reading' });
  });
});

describe('the socket', () => {
  test('4401 stops for good and names the reason', async () => {
    const socket = await openPart();
    socket.end(4401, 'session-expired');
    expect(connection.cell.read()).toMatchObject({ phase: 'stopped', token: 'session-expired' });
    expect(link.state).toMatchObject({ phase: 'stopped', save: 'ended', editable: false, doc: null });
    expect(sessionEnded).toHaveBeenCalledOnce();
    await letRun(120_000);
    expect(FakeSocket.opened).toHaveLength(1);
  });

  test('a restarting server is reconnected to after a random wait, not after one second', async () => {
    const socket = await openPart();
    socket.end(1012, 'going-down');
    expect(connection.cell.read().phase).toBe('offline');
    await letRun(2_400);
    expect(FakeSocket.opened).toHaveLength(1);
    await letRun(200);
    expect(FakeSocket.opened).toHaveLength(2);
  });

  test('waits longer from attempt to attempt', async () => {
    (await openPart()).end(1006);
    await letRun(2_500);
    FakeSocket.latest.end(1006);
    await letRun(3_700);
    expect(FakeSocket.opened).toHaveLength(2);
    await letRun(200);
    expect(FakeSocket.opened).toHaveLength(3);
  });

  test('a network that comes back is used at once, though the dead socket was never closed', async () => {
    await openPart();
    connection.networkLost();
    expect(connection.cell.read().phase).toBe('offline');
    connection.connectNow();
    await letRun(0);
    expect(FakeSocket.opened).toHaveLength(2);
    await openPart();
    expect(connection.cell.read().phase).toBe('live');
    expect(link.state.save).toBe('saved');
  });
});

test('a part that was left with unsaved words stays open until they are saved', async () => {
  const socket = await openPart();
  write('skrevet i farten');
  connection.release(PART, 'enter');
  expect(socket.of(PART, 'close')).toHaveLength(0);
  expect(connection.hasUnsavedEdits).toBe(true);
  socket.answer(PART);
  expect(socket.of(PART, 'close')).toHaveLength(1);
  expect(connection.hasUnsavedEdits).toBe(false);
});

test('watching a document shows no presence; entering does, and leaving ends it', async () => {
  const socket = await openPart();
  const other = connection.hold('part/2');
  expect(other.state.awareness?.getLocalState()).toBeNull();
  connection.hold('part/2', 'enter');
  expect(other.state.awareness?.getLocalState()).toMatchObject({ user: { id: 'me' } });
  connection.release('part/2', 'enter');
  expect(other.state.awareness?.getLocalState()).toBeNull();
  await letRun(0);
  expect(socket.of('part/2', 'awareness').length).toBeLessThanOrEqual(2);
});

test('after a reconnect those who have not moved are shown again', async () => {
  const other = new Awareness(new Y.Doc());
  other.setLocalState({ user: { name: 'Runa' }, cursor: null });
  const presence = encodeAwarenessUpdate(other, [other.clientID]);
  const shown = () => [...(link.state.awareness?.getStates().keys() ?? [])].includes(other.clientID);
  (await openPart()).sendPresence(PART, presence);
  expect(shown()).toBe(true);
  FakeSocket.latest.end(1006);
  expect(shown()).toBe(false);
  connection.connectNow();
  await letRun(0);
  (await openPart()).sendPresence(PART, presence);
  expect(shown()).toBe(true);
  other.destroy();
});

test('notices are passed on with the document they came on', async () => {
  const socket = await openPart();
  notices.length = 0;
  socket.notice(PART, 'comments-changed');
  expect(notices).toEqual([`${PART} comments-changed`]);
});
