import { HocuspocusProviderWebsocket, WebSocketStatus } from '@hocuspocus/provider';
import { SCHEMA } from '../../domain/contract';
import { StateCell } from '../../state/stateCell';
import type { Carried, Carrier } from '../document/carrier';
import { DocumentLink } from '../document/documentLink';
import type { SaveState } from '../document/documentState';
import { RefusedTexts } from '../document/refusedTexts';
import { judgeClosing, LONGEST_WAIT_MS, reconnectDelay } from '../protocol/closings';
import type { Frame } from '../protocol/frames';
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

/**
 * Whether somebody is in the document: it is what the screen shows, to write in if one may, and others see who is
 * here; or only reads along, as lists do for every measure, which is nobody's business.
 */
export type Purpose = 'enter' | 'watch';

/** A document and how many hold it for each purpose. */
type HeldLink = { link: DocumentLink } & Record<Purpose, number>;

const FIRST_MESSAGE_MS = 15_000;

/** The one socket of this page for one plan, and every document open on it. */
export class PlanConnection implements Carrier, SocketWatcher {
  readonly cell = new StateCell<ConnectionState>({ phase: 'connecting', token: null });
  /** What the save line of the whole page says; null when nothing here is there to be saved. */
  readonly saves = new StateCell<{ overall: SaveState | null }>({ overall: null });
  readonly socket: HocuspocusProviderWebsocket;
  private readonly links = new Map<string, HeldLink>();
  private readonly addresses = new Map<string, Carried>();
  private retry: ReturnType<typeof setTimeout> | undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private attempts = 0;
  private ended = false;
  private networkGone = false;

  constructor(
    readonly identity: object,
    private readonly events: ConnectionEvents,
    private readonly surroundings: ConnectionSurroundings,
    /** Words that could not be saved, until their writer lets them go; they outlive their part, and this connection. */
    readonly refusedTexts = new RefusedTexts(),
  ) {
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
    const held = this.links.get(name) ?? this.open(name);
    held[purpose] += 1;
    this.holdersChanged(held);
    return held.link;
  }

  /** Let go of a document; it stays open unseen until what was written in it is saved. */
  release(name: string, purpose: Purpose = 'watch'): void {
    const held = this.links.get(name);
    if (!held) return;
    held[purpose] -= 1;
    if (isFree(held) && !held.link.hasUnsavedEdits) this.forget(name);
    else this.holdersChanged(held);
  }

  /** True while anything written on this page is not acknowledged: leaving would lose it. */
  get hasUnsavedEdits(): boolean {
    return [...this.links.values()].some(({ link }) => link.hasUnsavedEdits);
  }

  /** True while leaving would lose words that their writer may want. */
  get holdsWords(): boolean {
    return this.hasUnsavedEdits || this.refusedTexts.holdWords;
  }

  /** Somebody wants to write on where what they wrote was refused. */
  writeAgain(name: string): void {
    this.links.get(name)?.link.writeAgain();
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
    for (const link of this.allLinks()) link.historyEnded();
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
    for (const name of [...this.links.keys()]) this.forget(name);
    this.socket.destroy();
  }

  // What the documents ask of their carrier.

  addressed(address: string, link: Carried): void {
    this.unaddress(link);
    this.addresses.set(address, link);
  }

  withdrawn(link: Carried): void {
    this.unaddress(link);
    this.events.documentWithdrawn(link.name);
  }

  lost(link: Carried, token: string, words: string): void {
    this.refusedTexts.offer({ document: link.name, token, words });
  }

  noticed(link: Carried, type: string): void {
    this.events.notice(link.name, type);
  }

  settled(link: Carried): void {
    const held = this.links.get(link.name);
    if (held && isFree(held)) this.forget(link.name);
  }

  // What the socket tells its watcher.

  socketOpened(): void {
    for (const link of this.allLinks()) link.socketOpened();
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.socket.webSocket?.close(), FIRST_MESSAGE_MS);
  }

  frameSent(frame: Frame): void {
    this.addresses.get(frame.address)?.frameSent(frame);
  }

  frameReceived(frame: Frame): void {
    clearTimeout(this.silence);
    if (frame.type === 'authenticated') this.live();
    if (frame.type === 'denied' && frame.reason === 'session-expired') {
      this.sessionEnded();
      return;
    }
    this.addresses.get(frame.address)?.frameReceived(frame);
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

  private open(name: string): HeldLink {
    const held = { link: new DocumentLink(name, this), enter: 0, watch: 0 };
    this.links.set(name, held);
    held.link.cell.subscribe(() => this.sumUp());
    return held;
  }

  private holdersChanged(held: HeldLink): void {
    held.link.showPresence(held.enter > 0);
    this.sumUp();
  }

  private sumUp(): void {
    this.saves.change({ overall: overallSave(this.cell.read().phase, [...this.links.values()]) });
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
    for (const link of this.allLinks()) link.socketStopped(token);
    this.cell.change({ phase: 'stopped', token });
    this.sumUp();
  }

  private comeBackLater(): void {
    for (const link of this.allLinks()) link.socketLost();
    this.cell.change({ phase: 'offline' });
    this.sumUp();
    const wait = this.networkGone
      ? LONGEST_WAIT_MS
      : reconnectDelay(this.attempts, this.surroundings.random());
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

  private forget(name: string): void {
    const held = this.links.get(name);
    if (!held) return;
    this.links.delete(name);
    this.unaddress(held.link);
    held.link.destroy();
    this.sumUp();
  }

  private unaddress(link: Carried): void {
    for (const [address, other] of this.addresses) if (other === link) this.addresses.delete(address);
  }

  private allLinks(): DocumentLink[] {
    return [...this.links.values()].map(({ link }) => link);
  }
}

function isFree({ enter, watch }: HeldLink): boolean {
  return enter + watch === 0;
}

/** Where the plan's socket is: the server that this page came from. `epoch` is that of the plan as it was answered. */
export function syncUrl(location: Location, epoch: string): string {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return `${scheme}//${location.host}/sync?schema=${SCHEMA}&epoch=${encodeURIComponent(epoch)}`;
}
