import { vi } from 'vitest';
import type * as Y from 'yjs';
import { PlanConnection } from '../connection/planConnection';
import type { DocumentLink } from '../document/link';
import type { RefusedTexts } from '../document/refusedTexts';
import { FakeSocket } from './fakeSocket';

export const PART = 'part/1';

export const letRun = (ms: number) => vi.advanceTimersByTimeAsync(ms);

const ignored = () => undefined;

type Events = ConstructorParameters<typeof PlanConnection>[1];

export const URL = 'ws://plan/sync';

/** A connection over a fake socket that asks for `PART`, in a time that the test lets run. */
export async function connected(
  events: Partial<Events> = {},
  refusedTexts?: RefusedTexts,
  WebSocketClass = FakeSocket as unknown as typeof WebSocket,
): Promise<[PlanConnection, DocumentLink]> {
  vi.useFakeTimers();
  const connection = new PlanConnection(
    { id: 'me', name: 'Ida' },
    { documentWithdrawn: ignored, notice: ignored, restored: ignored, sessionEnded: ignored, ...events },
    { url: URL, WebSocketClass, random: () => 0.5 },
    refusedTexts,
  );
  const link = connection.hold(PART, 'enter');
  await letRun(0);
  return [connection, link];
}

export function disconnected(connection: PlanConnection): void {
  connection.destroy();
  FakeSocket.opened = [];
  vi.useRealTimers();
}

interface Answer {
  scope?: string | undefined;
  stored?: Y.Doc;
  acknowledged?: boolean;
}

/** The server lets the page in and sends what is `stored`. */
export async function openPart({ scope, stored, acknowledged = true }: Answer = {}): Promise<FakeSocket> {
  const socket = FakeSocket.latest;
  if (socket.readyState !== 1) socket.open();
  await letRun(0);
  socket.authenticate(PART, scope);
  socket.askForState(PART);
  socket.sendState(PART, stored);
  if (acknowledged) socket.answer(PART);
  return socket;
}
