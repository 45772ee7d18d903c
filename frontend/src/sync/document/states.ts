import type { Frame, SyncKind } from '../protocol/frames';
import { holdBackOf, type Refusals } from './refusals';
import type { SaveAccount } from './saveAccount';

/** The state of a document that is open on this page. */
export type State = Opening | Open | Stopped | Gone | Closed;

/** The server's state of the document has not arrived yet. */
export type Opening = { readonly name: 'opening' } & Active;

/** The server's state has arrived: the content can be shown. */
export type Open = { readonly name: 'open' } & Active;

/** Nothing is synchronised any more. The content stays on the screen (`kept`) if the server's state had arrived and the session is not over. */
interface Stopped {
  readonly name: 'stopped';
  readonly token: string;
  readonly kept: boolean;
  readonly granted: boolean;
}

/** The document is no longer shared with this person, and its copy is destroyed. */
interface Gone {
  readonly name: 'gone';
  readonly token: string;
}

/** Final: released by its last holder, or closed because the server's database was restored. */
interface Closed {
  readonly name: 'closed';
}

/** State that is kept when the copy is replaced by another. */
export interface PerDocument {
  /** Whether the last scope from the server was `read-write`. */
  readonly granted: boolean;
  readonly refusals: Refusals;
  /** Whether this person is shown in the document's awareness. */
  readonly present: boolean;
}

/** A document whose copy is being synchronised. */
interface Active extends PerDocument {
  /**
   * `down`: not authenticated at this address, or no socket; `live`: authenticated; `returning`: the server has closed
   * the address, and the timer will open the document under a new one.
   */
  readonly line: 'down' | 'live' | 'returning';
  /** Whether `granted` was received for this copy; before that it is read-only. */
  readonly authenticated: boolean;
  /**
   * This page's unacknowledged edits. `unsent`: the last of them has not been sent in any frame yet, which lasts long
   * only without a socket. An answer that arrives in this state belongs to an earlier frame.
   */
  readonly edits: 'none' | 'unsent' | 'sent';
  readonly account: SaveAccount;
}

/** `answer`: an expected answer is overdue. `return`: the document will be opened again under a new address. */
export type Timer = 'answer' | 'return';

export type Event =
  /** A local edit of the copy, not one received from the server. */
  | { readonly type: 'edited' }
  /** A sync frame of this document was sent. `mark`: the next clock of our client id at that time. */
  | { readonly type: 'sent'; readonly kind: SyncKind; readonly mark: number }
  | { readonly type: 'received'; readonly frame: Frame }
  | { readonly type: 'socketOpened' }
  | { readonly type: 'socketLost' }
  /** The connection has stopped for good. */
  | { readonly type: 'socketStopped'; readonly token: string }
  | { readonly type: 'timeUp'; readonly timer: Timer }
  | { readonly type: 'presence'; readonly present: boolean }
  /** The user asks to write again after refusals: making room in a full part is an edit too. */
  | { readonly type: 'writeAgain' }
  /** The server's database was restored: this copy belongs to a lost history, and even saved edits may be missing. */
  | { readonly type: 'restored' }
  | { readonly type: 'released' };

export type Effect =
  /** Create an empty copy and open the document under a new address. */
  | { readonly type: 'open'; readonly present: boolean }
  /** Open the document again with the same copy, under a new address. */
  | { readonly type: 'readdress' }
  /** Close the document, and keep the copy. */
  | { readonly type: 'detach' }
  /** Close the document and destroy the copy. */
  | { readonly type: 'discard' }
  | { readonly type: 'showPresence'; readonly present: boolean }
  /** Offer own text from clock `since` on for copying, even if there is none: a deletion may be lost. */
  | { readonly type: 'offerUnsaved'; readonly token: string; readonly since: number }
  /** Offer all own text for copying, if there is any. */
  | { readonly type: 'offerAll'; readonly token: string }
  /** Start a timer, replacing a running one of the same name. */
  | { readonly type: 'setTimer'; readonly timer: Timer; readonly ms: number }
  | { readonly type: 'clearTimer'; readonly timer: Timer }
  | { readonly type: 'notify'; readonly what: 'opened' | 'settled' | 'withdrawn' };

/** Whether the current copy is editable. */
export function editable(state: State): boolean {
  return isActive(state) && state.authenticated && state.granted && holdBackOf(state.refusals) === null;
}

/** Whether this page holds edits that the server has not acknowledged. */
export function unsaved(state: State): boolean {
  return isActive(state) && state.edits !== 'none';
}

export function isActive(state: State): state is Opening | Open {
  return state.name === 'opening' || state.name === 'open';
}

export function hasCopy(state: State): boolean {
  return isActive(state) || (state.name === 'stopped' && state.kept);
}
