import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

type Write = (encoder: encoding.Encoder) => void;

/** The part of a frame sent by the page that the tests inspect. */
export interface SentFrame {
  address: string;
  kind: 'auth' | 'step1' | 'step2' | 'update' | 'awareness' | 'close' | 'other';
  payload: Uint8Array;
}

/** An in-process WebSocket: the test plays the server and decides when to send which frame. */
export class FakeSocket extends EventTarget {
  static readonly OPEN = 1;
  static opened: FakeSocket[] = [];

  static get latest(): FakeSocket {
    const socket = FakeSocket.opened.at(-1);
    if (!socket) throw new Error('no socket was opened');
    return socket;
  }

  readyState = 0;
  binaryType = 'blob';
  readonly sent: SentFrame[] = [];

  constructor(readonly url: string | URL) {
    super();
    FakeSocket.opened.push(this);
  }

  send(data: Uint8Array): void {
    this.sent.push(readSent(data));
  }

  close(): void {
    this.readyState = 2;
  }

  open(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }

  /** The server or the network closes the socket. */
  end(code: number, reason = ''): void {
    this.readyState = 3;
    this.dispatchEvent(new CloseEvent('close', { code, reason }));
  }

  address(document: string): string {
    const auth = this.sent
      .filter((frame) => frame.kind === 'auth' && frame.address.startsWith(`${document}\0`))
      .at(-1);
    if (!auth) throw new Error(`${document} was not opened on this socket`);
    return auth.address;
  }

  of(document: string, kind: SentFrame['kind']): SentFrame[] {
    const address = this.address(document);
    return this.sent.filter((frame) => frame.address === address && frame.kind === kind);
  }

  authenticate(document: string, scope = 'read-write'): void {
    this.deliver(document, 2, (encoder) => {
      encoding.writeVarUint(encoder, 2);
      encoding.writeVarString(encoder, scope);
    });
  }

  askForState(document: string, known = new Y.Doc()): void {
    this.deliver(document, 0, (encoder) => {
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarUint8Array(encoder, Y.encodeStateVector(known));
    });
  }

  sendState(document: string, state = new Y.Doc()): void {
    this.deliver(document, 0, (encoder) => {
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarUint8Array(encoder, Y.encodeStateAsUpdate(state));
    });
  }

  answer(document: string, accepted = true): void {
    this.deliver(document, 8, (encoder) => encoding.writeVarInt(encoder, accepted ? 1 : 0));
  }

  deny(document: string, token: string): void {
    this.deliver(document, 2, (encoder) => {
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarString(encoder, token);
    });
  }

  closeDocument(document: string, token: string): void {
    this.deliver(document, 7, (encoder) => encoding.writeVarString(encoder, token));
  }

  /** What the server knows of who is there: the same bytes for whoever comes, as often as they come. */
  sendPresence(document: string, presence: Uint8Array): void {
    this.deliver(document, 1, (encoder) => encoding.writeVarUint8Array(encoder, presence));
  }

  notice(document: string, type: string): void {
    this.deliver(document, 5, (encoder) => encoding.writeVarString(encoder, JSON.stringify({ type })));
  }

  private deliver(document: string, type: number, write: Write): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarString(encoder, this.address(document));
    encoding.writeVarUint(encoder, type);
    write(encoder);
    const { buffer } = encoding.toUint8Array(encoder).slice();
    this.dispatchEvent(new MessageEvent('message', { data: buffer }));
  }
}

function readSent(data: Uint8Array): SentFrame {
  const decoder = decoding.createDecoder(data);
  const address = decoding.readVarString(decoder);
  const type = decoding.readVarUint(decoder);
  if (type === 0) {
    const kind = (['step1', 'step2', 'update'] as const)[decoding.readVarUint(decoder)] ?? 'other';
    return { address, kind, payload: decoding.readVarUint8Array(decoder) };
  }
  const kinds: Record<number, SentFrame['kind']> = { 1: 'awareness', 2: 'auth', 7: 'close' };
  return { address, kind: kinds[type] ?? 'other', payload: new Uint8Array() };
}
