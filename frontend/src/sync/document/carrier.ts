import type { HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import type { DocumentLink } from './documentLink';

/** What a document needs from the connection that carries it. */
export interface Carrier {
  readonly socket: HocuspocusProviderWebsocket;
  readonly identity: object;
  /** From now on frames with this address belong to `link`. */
  addressed(address: string, link: DocumentLink): void;
  withdrawn(link: DocumentLink): void;
  /** Words that `link` could not save; `token` says why. Empty when only a deletion or a choice was lost. */
  rescued(link: DocumentLink, token: string, words: string): void;
  noticed(link: DocumentLink, type: string): void;
  settled(link: DocumentLink): void;
}
