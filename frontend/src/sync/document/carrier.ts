import type { HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import type { Frame } from '../protocol/frames';

/** A document as the connection that carries it knows it: a name, and who gets the frames of its address. */
export interface Carried {
  readonly name: string;
  frameSent(frame: Frame): void;
  frameReceived(frame: Frame): void;
}

/** What a document needs from the connection that carries it. */
export interface Carrier {
  readonly socket: HocuspocusProviderWebsocket;
  readonly identity: object;
  /** A number in [0, 1), to spread what many pages would do at once. */
  readonly random: () => number;
  /** From now on frames with this address belong to `link`. */
  addressed(address: string, link: Carried): void;
  withdrawn(link: Carried): void;
  /** Words that `link` could not save; `token` says why. Empty when only a deletion or a choice was lost. */
  lost(link: Carried, token: string, words: string): void;
  noticed(link: Carried, type: string): void;
  settled(link: Carried): void;
}
