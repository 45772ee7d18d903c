import { HocuspocusProvider, type HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { OwnText } from '../words/ownText';

interface CopyEvents {
  /** A local edit, not one received from the server. */
  edited(): void;
  /** A stateless message of the server, as JSON. */
  statelessReceived(payload: string): void;
}

/** A local copy of one document, and the provider that synchronises it under an address of its own. */
export class Copy {
  readonly doc = new Y.Doc();
  readonly own = new OwnText(this.doc);
  readonly awareness = new Awareness(this.doc);
  private readonly provider: HocuspocusProvider;

  constructor(name: string, socket: HocuspocusProviderWebsocket, events: CopyEvents) {
    // Registered before the provider's listener, so that an edit is known here before its frame is sent.
    this.doc.on('update', (_update: Uint8Array, origin: unknown) => {
      if (origin !== this.provider) events.edited();
    });
    this.awareness.on('update', this.forgetWhoLeft);
    this.provider = new HocuspocusProvider({
      name,
      document: this.doc,
      awareness: this.awareness,
      websocketProvider: socket,
      // A new address for every opening, so that late frames of an earlier opening cannot be taken for this one's.
      sessionAwareness: true,
      token: '',
      onStateless: ({ payload }) => events.statelessReceived(payload),
    });
  }

  /**
   * The provider takes the others away when its socket closes. Their clocks must go too: on coming back the page is told
   * the same states, and would ignore them until each of the others moves.
   */
  private readonly forgetWhoLeft = ({ removed }: { removed: number[] }, origin: unknown): void => {
    if (origin !== this.provider) return;
    for (const client of removed) if (client !== this.doc.clientID) this.awareness.meta.delete(client);
  };

  get address(): string {
    return this.provider.effectiveName;
  }

  attach(): void {
    this.provider.attach();
  }

  /** Close the current address; `attach` then opens the document under a new one. */
  readdress(): void {
    this.provider.detach();
    this.provider.sessionId = crypto.randomUUID();
  }

  /** Close the document for good; its content stays readable. */
  detach(): void {
    this.provider.destroy();
  }

  destroy(): void {
    this.detach();
    this.doc.destroy();
  }
}
