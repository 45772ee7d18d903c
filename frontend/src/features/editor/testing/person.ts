import type { Editor } from '@tiptap/core';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';

/** One person's page: a document, an editor on it, and the updates not delivered to others yet. */
export class Person {
  readonly doc = new Y.Doc();
  readonly body = this.doc.getXmlFragment('body');
  readonly awareness: Awareness;
  editor: Editor | null = null;
  /** Whether the text is shown without an editor. */
  onlyReads = false;
  outbox: Uint8Array[] = [];

  constructor(
    readonly name: string,
    readonly colour: number,
    clientID: number,
  ) {
    this.doc.clientID = clientID;
    this.awareness = new Awareness(this.doc);
  }
}
