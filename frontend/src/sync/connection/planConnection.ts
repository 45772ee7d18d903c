import { HocuspocusProviderWebsocket, WebSocketStatus } from '@hocuspocus/provider';
import { SCHEMA } from '../../domain/contract';
import { StateCell } from '../../state/stateCell';
import type { CarriedDocument, Carrier } from '../document/carrier';
import type { SaveState } from '../document/documentState';
import { DocumentLink } from '../document/link';
import { type RefusedText, RefusedTexts } from '../document/refusedTexts';
import { judgeClosing, MAX_DELAY_MS, reconnectDelay } from '../protocol/closings';
import type { Frame } from '../protocol/frames';
import { HeldDocuments, type Purpose } from './heldDocuments';
import { overallSave } from './overallSave';
import { type SocketWatcher, watchedSocket } from './watchedSocket';

/** `stopped` is final: the page must be reloaded or the person must log in again, depending on `token`. */
export interface ConnectionState {
  phase: 'connecting' | 'live' | 'offline' | 'stopped';
  token: string | null;
  /** Attempts without a connection since the last one. */
  failures: number;
}

/** Callbacks for server messages that concern more than one document. */
interface ConnectionEvents {
  documentWithdrawn(name: string): void;
  notice(name: string, type: string): void;
  /** The server's database was restored: every cached HTTP response must be fetched again. */
  restored(): void;
  /** The session is over, or another person's by now. */
  sessionEnded(): void;
}

/** URL, socket class and randomness of the connection, injected so that tests can control them. */
interface ConnectionEnvironment {
  url: string;
  WebSocketClass: new (url: string | URL) => WebSocket;
  random: () => number;
}

const FIRST_FRAME_TIMEOUT_MS = 15_000;

/** The single WebSocket of this page for one plan, and every document open on it. */
export class PlanConnection implements Carrier, SocketWatcher {
  readonly cell = new StateCell<ConnectionState>({ phase: 'connecting', token: null, failures: 0 });
  /** The save state of the whole page; null when there is nothing that could be saved. */
  readonly saves = new StateCell<{ overall: SaveState | null }>({ overall: null });
  readonly socket: HocuspocusProviderWebsocket;
  readonly random: () => number;
  private readonly documents = new HeldDocuments(
    (name) => new DocumentLink(name, this),
    () => this.updateOverallSave(),
  );
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private firstFrameTimer: ReturnType<typeof setTimeout> | undefined;
  private attempts = 0;
  private stopped = false;
  private browserOffline = false;

  constructor(
    readonly identity: object,
    private readonly events: ConnectionEvents,
    environment: ConnectionEnvironment,
    /** Text that could not be saved, until its author dismisses it; it outlives the part and this connection. */
    readonly refusedTexts = new RefusedTexts(),
  ) {
    this.random = environment.random;
    this.socket = new HocuspocusProviderWebsocket({
      url: environment.url,
      WebSocketPolyfill: watchedSocket(environment.WebSocketClass, this),
      autoConnect: false,
      // We schedule every attempt: the provider would reconnect one second after every close, also after a final one.
      maxAttempts: 1,
    });
    void this.socket.connect();
  }

  /** Keep a document open. Pair each call with `release`. */
  hold(name: string, purpose: Purpose = 'watch'): DocumentLink {
    return this.documents.hold(name, purpose);
  }

  /** Release a document; it stays open in the background until its edits are saved. */
  release(name: string, purpose: Purpose = 'watch'): void {
    this.documents.release(name, purpose);
  }

  /** True while edits of this page are not acknowledged: leaving would lose them. */
  get hasUnsavedEdits(): boolean {
    return this.documents.links.some((link) => link.hasUnsavedEdits);
  }

  /** True while leaving would lose unsaved edits, or refused text that its author may still want to copy. */
  get holdsWords(): boolean {
    return this.hasUnsavedEdits || this.refusedTexts.holdWords;
  }

  /** Make a document editable again after its edits were refused. */
  writeAgain(name: string): void {
    this.documents.link(name)?.writeAgain();
  }

  /** Reconnect now instead of at the next attempt: the user asked for it, or the network is back. */
  connectNow(): void {
    if (this.stopped || this.cell.read().phase === 'live') return;
    this.dropDeadSocket();
    void this.socket.connect();
  }

  /**
   * The browser reports that it is offline: close the socket at once instead of after 30 s without a message, and
   * retry only after the longest delay. The report may be wrong, so one attempt follows even without an `online` event.
   */
  networkLost(): void {
    this.browserOffline = true;
    this.socket.webSocket?.close();
  }

  /**
   * The server's database was restored from a backup. Every copy is destroyed before anything can be sent or shown as
   * saved, and this person's own text is offered for copying; a new connection continues from the restored state.
   */
  databaseRestored(): void {
    if (this.cell.read().token === 'restored') return;
    this.stopped = true;
    const before = this.refusedTexts.read().all.length;
    for (const link of this.documents.links) link.databaseRestored();
    // Without own text too, the reader must see why the content has changed.
    if (this.refusedTexts.read().all.length === before) {
      this.refusedTexts.offer({ document: '', token: 'restored', words: '' });
    }
    this.cell.change({ phase: 'stopped', token: 'restored' });
    this.updateOverallSave();
  }

  /** The page ends: every copy is destroyed. Returns this person's own text that was not saved. */
  endOfSession(): readonly RefusedText[] {
    if (!this.stopped) this.stop('session-expired');
    return this.refusedTexts.read().all;
  }

  destroy(): void {
    this.stopped = true;
    clearTimeout(this.retryTimer);
    clearTimeout(this.firstFrameTimer);
    this.documents.closeAll();
    this.socket.destroy();
  }

  // Carrier: called by the documents.

  addressChanged(address: string, link: CarriedDocument): void {
    this.documents.setAddress(address, link);
  }

  accessWithdrawn(link: CarriedDocument): void {
    this.documents.removeAddresses(link);
    this.events.documentWithdrawn(link.name);
  }

  offerWords(link: CarriedDocument, token: string, words: string): void {
    this.refusedTexts.offer({ document: link.name, token, words });
  }

  noticeReceived(link: CarriedDocument, type: string): void {
    this.events.notice(link.name, type);
  }

  allSaved(link: CarriedDocument): void {
    this.documents.closeUnused(link.name);
  }

  // SocketWatcher: called by the socket.

  socketOpened(): void {
    for (const link of this.documents.links) link.socketOpened();
    clearTimeout(this.firstFrameTimer);
    this.firstFrameTimer = setTimeout(() => this.socket.webSocket?.close(), FIRST_FRAME_TIMEOUT_MS);
  }

  frameSent(frame: Frame): void {
    this.documents.linkAt(frame.address)?.frameSent(frame);
  }

  frameReceived(frame: Frame): void {
    clearTimeout(this.firstFrameTimer);
    if (frame.type === 'authenticated') this.markLive();
    if (frame.type === 'denied' && frame.reason === 'session-expired') {
      this.sessionExpired();
      return;
    }
    this.documents.linkAt(frame.address)?.frameReceived(frame);
  }

  socketLost(code: number, reason: string): void {
    clearTimeout(this.firstFrameTimer);
    this.socket.shouldConnect = false;
    if (this.stopped) return;
    const verdict = judgeClosing(code, reason);
    if (!verdict.stop) this.scheduleReconnect();
    else if (verdict.token === 'restored') {
      this.events.restored();
      this.databaseRestored();
    } else {
      this.stop(verdict.token);
      if (verdict.token === 'session-expired') this.events.sessionEnded();
    }
  }

  private updateOverallSave(): void {
    this.saves.change({ overall: overallSave(this.cell.read().phase, this.documents.all) });
  }

  private markLive(): void {
    this.attempts = 0;
    this.cell.change({ phase: 'live', token: null, failures: 0 });
  }

  /** With an expired session every document is denied after a reconnect; the first denial stops the connection. */
  private sessionExpired(): void {
    this.stop('session-expired');
    this.socket.webSocket?.close();
    this.events.sessionEnded();
  }

  private stop(token: string): void {
    this.stopped = true;
    for (const link of this.documents.links) link.socketStopped(token);
    this.cell.change({ phase: 'stopped', token });
    this.updateOverallSave();
  }

  private scheduleReconnect(): void {
    for (const link of this.documents.links) link.socketLost();
    this.cell.change({ phase: 'offline' });
    this.updateOverallSave();
    const wait = this.browserOffline ? MAX_DELAY_MS : reconnectDelay(this.attempts, this.random());
    this.browserOffline = false;
    this.attempts += 1;
    this.cell.change({ failures: this.attempts });
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => this.connectNow(), wait);
  }

  /** A close handshake on a dead network can take a minute, and until then the provider refuses to connect. */
  private dropDeadSocket(): void {
    clearTimeout(this.retryTimer);
    if (this.socket.status === WebSocketStatus.Disconnected) return;
    this.socket.shouldConnect = false;
    this.socket.stopConnectionAttempt();
    this.socket.webSocket?.dispatchEvent(new CloseEvent('close', { code: 1006 }));
  }
}

/**
 * The URL of the plan's socket, on the page's own origin. `epoch` is that of the plan as fetched over HTTP, `person` whom
 * this page was made for: whoever logs in here later, nothing is sent or stored under another name.
 */
export function syncUrl(location: Location, epoch: string, person: string | null): string {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const named = new URLSearchParams({ schema: String(SCHEMA), epoch, ...(person && { person }) });
  return `${scheme}//${location.host}/sync?${named}`;
}
