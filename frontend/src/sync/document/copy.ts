import { HocuspocusProvider, type HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';

/** What a copy tells the link that has it. */
export interface CopyEvents {
  /** Somebody here, not the server, has changed the document. */
  edited(): void;
  noticed(payload: string): void;
}

/** A copy of one document, and the provider that carries its frames under an address of its own. */
export class Copy {
  readonly doc = new Y.Doc();
  readonly awareness = new Awareness(this.doc);
  private readonly provider: HocuspocusProvider;

  constructor(name: string, socket: HocuspocusProviderWebsocket, events: CopyEvents) {
    // Before the provider listens: an edit is known here before its frame leaves.
    this.doc.on('update', (_update: Uint8Array, origin: unknown) => {
      if (origin !== this.provider) events.edited();
    });
    this.provider = new HocuspocusProvider({
      name,
      document: this.doc,
      awareness: this.awareness,
      websocketProvider: socket,
      // An address of its own for every opening: frames of an opening that has ended cannot be taken for this one's.
      sessionAwareness: true,
      token: '',
      onStateless: ({ payload }) => events.noticed(payload),
    });
  }

  get address(): string {
    return this.provider.effectiveName;
  }

  attach(): void {
    this.provider.attach();
  }

  /** Leave the address; `attach` goes on under another. */
  readdress(): void {
    this.provider.detach();
    this.provider.sessionId = crypto.randomUUID();
  }

  /** Close the document for good; what it holds can still be read. */
  detach(): void {
    this.provider.destroy();
  }

  destroy(): void {
    this.detach();
    this.doc.destroy();
  }
}
