import { HocuspocusProviderWebsocket, WebSocketStatus } from '@hocuspocus/provider';
import { SCHEMA } from '../../domain/contract';
import { StateCell } from '../../state/stateCell';
import type { Carried, Carrier } from '../document/carrier';
import type { SaveState } from '../document/documentState';
import { DocumentLink } from '../document/link';
import { RefusedTexts } from '../document/refusedTexts';
import { judgeClosing, LONGEST_WAIT_MS, reconnectDelay } from '../protocol/closings';
import type { Frame } from '../protocol/frames';
import { HeldDocuments, type Purpose } from './heldDocuments';
import { overallSave } from './overallSave';
import { type SocketWatcher, watchedSocket } from './watchedSocket';

/** `stopped` means for good: the page must be reloaded or the person must log in again, as `token` says. */
export interface ConnectionState {
  phase: 'connecting' | 'live' | 'offline' | 'stopped';
  token: string | null;
}

/** What the page does when the server tells it something outside a document. */
export interface ConnectionEvents {
  documentWithdrawn(name: string): void;
  notice(name: string, type: string): void;
  /** The server's database is another than before: every answer must be asked for anew. */
  restored(): void;
}

/** Chance, clock and socket of the connection: given, so that a test can hold them still. */
export interface ConnectionSurroundings {
  url: string;
  WebSocketClass: new (url: string | URL) => WebSocket;
  random: () => number;
}

const FIRST_MESSAGE_MS = 15_000;

/** The one socket of this page for one plan, and every document open on it. */
export class PlanConnection implements Carrier, SocketWatcher {
  readonly cell = new StateCell<ConnectionState>({ phase: 'connecting', token: null });
  /** What the save line of the whole page says; null when nothing here is there to be saved. */
  readonly saves = new StateCell<{ overall: SaveState | null }>({ overall: null });
  readonly socket: HocuspocusProviderWebsocket;
  readonly random: () => number;
  private readonly documents = new HeldDocuments(
    (name) => new DocumentLink(name, this),
    () => this.sumUp(),
  );
  private retry: ReturnType<typeof setTimeout> | undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private attempts = 0;
  private ended = false;
  private networkGone = false;

  constructor(
    readonly identity: object,
    private readonly events: ConnectionEvents,
    surroundings: ConnectionSurroundings,
    /** Words that could not be saved, until their writer lets them go; they outlive their part, and this connection. */
    readonly refusedTexts = new RefusedTexts(),
  ) {
    this.random = surroundings.random;
    this.socket = new HocuspocusProviderWebsocket({
      url: surroundings.url,
      WebSocketPolyfill: watchedSocket(surroundings.WebSocketClass, this),
      autoConnect: false,
      // Every attempt is ours: the provider would come back one second after every close, a stop included.
      maxAttempts: 1,
    });
    void this.socket.connect();
  }

  /** Hold a document open. Pair each call with `release`. */
  hold(name: string, purpose: Purpose = 'watch'): DocumentLink {
    return this.documents.hold(name, purpose);
  }

  /** Let go of a document; it stays open unseen until what was written in it is saved. */
  release(name: string, purpose: Purpose = 'watch'): void {
    this.documents.release(name, purpose);
  }

  /** True while anything written on this page is not acknowledged: leaving would lose it. */
  get hasUnsavedEdits(): boolean {
    return this.documents.links.some((link) => link.hasUnsavedEdits);
  }

  /** True while leaving would lose words that their writer may want. */
  get holdsWords(): boolean {
    return this.hasUnsavedEdits || this.refusedTexts.holdWords;
  }

  /** Somebody wants to write on where what they wrote was refused. */
  writeAgain(name: string): void {
    this.documents.link(name)?.writeAgain();
  }

  /** Do not wait for the next attempt: somebody asked, or the network is back. */
  connectNow(): void {
    if (this.ended || this.cell.read().phase === 'live') return;
    this.dropDeadSocket();
    void this.socket.connect();
  }

  /**
   * The browser says that the network is gone: believe it at once instead of after half a minute of silence, and do
   * not knock at a dead door. It may be wrong, so one attempt follows even if it never says that the network is back.
   */
  networkLost(): void {
    this.networkGone = true;
    this.socket.webSocket?.close();
  }

  /**
   * The server's database was restored from a backup. Every copy is dropped before anything can be sent or shown as
   * saved, and what this person wrote is offered back; another connection goes on from the restored state.
   */
  historyEnded(): void {
    if (this.cell.read().token === 'restored') return;
    this.ended = true;
    const before = this.refusedTexts.read().all.length;
    for (const link of this.documents.links) link.historyEnded();
    // Also somebody who has written nothing here is told why what they read is another.
    if (this.refusedTexts.read().all.length === before) {
      this.refusedTexts.offer({ document: '', token: 'restored', words: '' });
    }
    this.cell.change({ phase: 'stopped', token: 'restored' });
    this.sumUp();
  }

  destroy(): void {
    this.ended = true;
    clearTimeout(this.retry);
    clearTimeout(this.silence);
    this.documents.forgetAll();
    this.socket.destroy();
  }

  // What the documents ask of their carrier.

  addressed(address: string, link: Carried): void {
    this.documents.address(address, link);
  }

  withdrawn(link: Carried): void {
    this.documents.unaddress(link);
    this.events.documentWithdrawn(link.name);
  }

  lost(link: Carried, token: string, words: string): void {
    this.refusedTexts.offer({ document: link.name, token, words });
  }

  noticed(link: Carried, type: string): void {
    this.events.notice(link.name, type);
  }

  settled(link: Carried): void {
    this.documents.settled(link.name);
  }

  // What the socket tells its watcher.

  socketOpened(): void {
    for (const link of this.documents.links) link.socketOpened();
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.socket.webSocket?.close(), FIRST_MESSAGE_MS);
  }

  frameSent(frame: Frame): void {
    this.documents.at(frame.address)?.frameSent(frame);
  }

  frameReceived(frame: Frame): void {
    clearTimeout(this.silence);
    if (frame.type === 'authenticated') this.live();
    if (frame.type === 'denied' && frame.reason === 'session-expired') {
      this.sessionEnded();
      return;
    }
    this.documents.at(frame.address)?.frameReceived(frame);
  }

  socketLost(code: number, reason: string): void {
    clearTimeout(this.silence);
    this.socket.shouldConnect = false;
    if (this.ended) return;
    const verdict = judgeClosing(code, reason);
    if (!verdict.stop) this.comeBackLater();
    else if (verdict.token === 'restored') {
      this.events.restored();
      this.historyEnded();
    } else this.stop(verdict.token);
  }

  private sumUp(): void {
    this.saves.change({ overall: overallSave(this.cell.read().phase, this.documents.all) });
  }

  private live(): void {
    this.attempts = 0;
    this.cell.change({ phase: 'live', token: null });
  }

  /** Told to whoever comes back with a session that is over, document by document: it holds for all of them. */
  private sessionEnded(): void {
    this.stop('session-expired');
    this.socket.webSocket?.close();
  }

  private stop(token: string): void {
    this.ended = true;
    for (const link of this.documents.links) link.socketStopped(token);
    this.cell.change({ phase: 'stopped', token });
    this.sumUp();
  }

  private comeBackLater(): void {
    for (const link of this.documents.links) link.socketLost();
    this.cell.change({ phase: 'offline' });
    this.sumUp();
    const wait = this.networkGone ? LONGEST_WAIT_MS : reconnectDelay(this.attempts, this.random());
    this.networkGone = false;
    this.attempts += 1;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.connectNow(), wait);
  }

  /** A close handshake on a dead network can take a minute; the provider would refuse to connect until then. */
  private dropDeadSocket(): void {
    clearTimeout(this.retry);
    if (this.socket.status === WebSocketStatus.Disconnected) return;
    this.socket.shouldConnect = false;
    this.socket.stopConnectionAttempt();
    this.socket.webSocket?.dispatchEvent(new CloseEvent('close', { code: 1006 }));
  }
}

/** Where the plan's socket is: the server that this page came from. `epoch` is that of the plan as it was answered. */
export function syncUrl(location: Location, epoch: string): string {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return `${scheme}//${location.host}/sync?schema=${SCHEMA}&epoch=${encodeURIComponent(epoch)}`;
}
