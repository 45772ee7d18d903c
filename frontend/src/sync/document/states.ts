import type { Frame, SyncKind } from '../protocol/frames';
import { holdBackOf, type Refusals } from './refusals';
import type { SaveAccount } from './saveAccount';

/** Where a document is that this page has open. */
export type State = Opening | Open | Stopped | Gone | Closed;

/** The server's state of the document has not arrived yet. */
export type Opening = { readonly name: 'opening' } & Following;

/** It has arrived: its words can be shown. */
export type Open = { readonly name: 'open' } & Following;

/** Nothing is sent any more. What was on the screen stays there, unless the server's state never came (`kept`). */
interface Stopped {
  readonly name: 'stopped';
  readonly token: string;
  readonly kept: boolean;
  readonly granted: boolean;
}

/** It is no longer shared with this person, and every copy is dropped. */
interface Gone {
  readonly name: 'gone';
  readonly token: string;
}

/** Let go of, by whoever held it or because the server's database was restored. Nothing follows. */
interface Closed {
  readonly name: 'closed';
}

/** What outlives a copy that is discarded for another. */
export interface Lasting {
  /** Whether the server last said that this person may write here. */
  readonly granted: boolean;
  readonly refusals: Refusals;
  /** Whether the others in the document see this person. */
  readonly present: boolean;
}

/** A copy of the document and its way to the server. */
interface Following extends Lasting {
  /**
   * `down`: not admitted at this address, or no socket; `live`: admitted; `returning`: the server has closed the
   * address, and the document is opened anew under another when the timer says so.
   */
  readonly line: 'down' | 'live' | 'returning';
  /** Whether `granted` was said of this copy: before, nothing is written in it. */
  readonly admitted: boolean;
  /**
   * This page's edits that are not acknowledged. `unsent`: the last of them has not left in any frame yet, which is so
   * for long only without a socket. An answer that arrives meanwhile is not its own.
   */
  readonly edits: 'none' | 'unsent' | 'sent';
  readonly account: SaveAccount;
}

/** `answer`: the server has been silent for too long. `return`: it is time to open the document anew. */
export type Timer = 'answer' | 'return';

export type Event =
  /** Somebody here, not the server, has changed the copy. */
  | { readonly type: 'edited' }
  /** A sync frame of this document leaves. `mark`: how far our own writing went, the clock of our client id. */
  | { readonly type: 'sent'; readonly kind: SyncKind; readonly mark: number }
  | { readonly type: 'received'; readonly frame: Frame }
  | { readonly type: 'socketOpened' }
  | { readonly type: 'socketLost' }
  /** The whole socket has ended for good. */
  | { readonly type: 'socketStopped'; readonly token: string }
  | { readonly type: 'timeUp'; readonly timer: Timer }
  | { readonly type: 'presence'; readonly present: boolean }
  /** Its writer wants to go on where writing was held back: making room in a full part is writing too. */
  | { readonly type: 'writeAgain' }
  /** The server's database was restored: this copy is of what no longer is, and even what was saved may be lost. */
  | { readonly type: 'restored' }
  | { readonly type: 'released' };

export type Effect =
  /** Make an empty copy and open the document under an address of its own. */
  | { readonly type: 'open'; readonly present: boolean }
  /** Open the document anew with the same copy, under another address. */
  | { readonly type: 'readdress' }
  /** Close the document, and keep the copy. */
  | { readonly type: 'detach' }
  /** Close the document and destroy the copy. */
  | { readonly type: 'discard' }
  | { readonly type: 'showPresence'; readonly present: boolean }
  /** Offer our own words from clock `since` on to be copied, also when there are none: a deletion may be lost. */
  | { readonly type: 'offerUnsaved'; readonly token: string; readonly since: number }
  /** Offer all our own words to be copied, if there are any. */
  | { readonly type: 'offerAll'; readonly token: string }
  /** Set a timer, in the place of the one that runs under this name. */
  | { readonly type: 'setTimer'; readonly timer: Timer; readonly ms: number }
  | { readonly type: 'clearTimer'; readonly timer: Timer }
  | { readonly type: 'tell'; readonly what: 'opened' | 'settled' | 'withdrawn' };

/** Whether this page may write in the copy it has. */
export function editable(state: State): boolean {
  return isFollowing(state) && state.admitted && state.granted && holdBackOf(state.refusals) === null;
}

/** Whether this page holds edits that the server has not acknowledged. */
export function unsaved(state: State): boolean {
  return isFollowing(state) && state.edits !== 'none';
}

export function isFollowing(state: State): state is Opening | Open {
  return state.name === 'opening' || state.name === 'open';
}

export function hasCopy(state: State): boolean {
  return isFollowing(state) || (state.name === 'stopped' && state.kept);
}
