import type { HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import type { Frame } from '../protocol/frames';

/** An open document as seen by its connection: a name, and the receiver of the frames for its address. */
export interface CarriedDocument {
  readonly name: string;
  frameSent(frame: Frame): void;
  frameReceived(frame: Frame): void;
}

/** The interface of the connection that an open document depends on. */
export interface Carrier {
  readonly socket: HocuspocusProviderWebsocket;
  readonly identity: object;
  /** A random number in [0, 1), to spread reconnects of many pages. */
  readonly random: () => number;
  /** Frames with this address belong to `link` from now on. */
  addressChanged(address: string, link: CarriedDocument): void;
  accessWithdrawn(link: CarriedDocument): void;
  /** Offer text that `link` could not save, for the reason `token`. Empty when only a deletion or a choice was lost. */
  offerWords(link: CarriedDocument, token: string, words: string): void;
  noticeReceived(link: CarriedDocument, type: string): void;
  allSaved(link: CarriedDocument): void;
}
