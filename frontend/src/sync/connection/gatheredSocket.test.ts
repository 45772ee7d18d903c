// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeSocket } from '../testing/fakeSocket';
import { gatheredSocket } from './gatheredSocket';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const LETTER = frame(0, 2);
const CARET = frame(1);
const STATE = frame(0, 1);
const STATUS = frame(8);

/** As the server sends it: the address, the type, and for a `sync` its kind. */
function frame(...rest: number[]): ArrayBuffer {
  return new Uint8Array([1, 'a'.charCodeAt(0), ...rest, 0]).buffer;
}

function heardBy() {
  const Gathered = gatheredSocket(FakeSocket as unknown as typeof WebSocket);
  const socket = new Gathered('ws://plan/sync') as unknown as FakeSocket;
  const heard: (ArrayBuffer | 'closed')[] = [];
  socket.addEventListener('message', (event) => heard.push((event as MessageEvent<ArrayBuffer>).data));
  socket.addEventListener('close', () => heard.push('closed'));
  const bring = (data: ArrayBuffer) => socket.dispatchEvent(new MessageEvent('message', { data }));
  return { socket, heard, bring };
}

test('letters and carets are heard together, some milliseconds later, carets first', () => {
  const { heard, bring } = heardBy();
  bring(LETTER);
  vi.advanceTimersByTime(5);
  bring(CARET);
  bring(LETTER);
  expect(heard).toEqual([]);
  vi.advanceTimersByTime(3);
  expect(heard).toEqual([CARET, LETTER, LETTER]);
  bring(LETTER);
  vi.advanceTimersByTime(8);
  expect(heard).toHaveLength(4);
});

test.each([
  ['a state of the whole document', STATE],
  ['that something is saved', STATUS],
])('%s is heard at once, and after what came before it', (_, data) => {
  const { heard, bring } = heardBy();
  bring(data);
  bring(LETTER);
  bring(data);
  expect(heard).toEqual([data, LETTER, data]);
  vi.advanceTimersByTime(100);
  expect(heard).toHaveLength(3);
});

test('nothing that came is lost when the socket closes', () => {
  const { socket, heard, bring } = heardBy();
  bring(LETTER);
  socket.end(1006);
  expect(heard).toEqual([LETTER, 'closed']);
});

test('a page that nobody looks at waits for no timer', () => {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  const { heard, bring } = heardBy();
  bring(LETTER);
  expect(heard).toEqual([LETTER]);
});

test('what is no frame is handed on as it came', () => {
  const { heard, bring } = heardBy();
  bring(new Uint8Array([255]).buffer);
  expect(heard).toHaveLength(1);
});
