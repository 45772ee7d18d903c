import type { Editor } from '@tiptap/core';
import { type Command, TextSelection } from '@tiptap/pm/state';
import { redo, undo } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { createEditor } from '../createEditor';
import * as commands from '../input/commands';
import { insertBlocks } from '../paste/insertBlocks';
import { NO_MARKS } from '../paste/reading/blockWriter';
import { RemovedWords } from '../rescue/removedWords';
import { watchPasting } from '../rescue/watchPasting';
import { type SeedBlock, seedUpdate } from './seed';

/** A person with a real editor on a real document, without a browser's layout. Needs a DOM. */
export class Writer {
  readonly doc = new Y.Doc();
  readonly editor: Editor;
  readonly removed: RemovedWords;
  private clipboard: string[] = [];

  constructor(
    readonly name: string,
    clientID: number,
    seed: Uint8Array,
    now: () => number,
  ) {
    this.doc.clientID = clientID;
    Y.applyUpdate(this.doc, seed, 'network');
    const body = this.doc.getXmlFragment('body');
    this.removed = new RemovedWords(this.doc, body, { now, settleMs: 1_500 });
    this.editor = createEditor({
      element: document.createElement('div'),
      body,
      awareness: null,
      colourOf: () => 0,
      editable: true,
      attributes: () => ({}),
      openLinkDialog: () => undefined,
      leaveForToolbar: () => undefined,
      onUnknownContent: () => undefined,
    });
    watchPasting(this.editor, this.removed);
  }

  get lines(): string[] {
    return this.editor.state.doc.children.map((block) => block.textContent);
  }

  get offered(): string[] {
    return this.removed.offers.read().map(({ text }) => text);
  }

  select(from: [number, number], to: [number, number] = from): void {
    const { doc, tr } = this.editor.state;
    const at = ([block, offset]: [number, number]) => {
      let pos = 1 + offset;
      for (let above = 0; above < block; above += 1) pos += doc.child(above).nodeSize;
      return pos;
    };
    this.editor.view.dispatch(tr.setSelection(TextSelection.create(doc, at(from), at(to))));
  }

  type(words: string): void {
    for (const letter of words) this.editor.view.dispatch(this.editor.state.tr.insertText(letter));
  }

  run(command: Command): void {
    command(this.editor.state, this.editor.view.dispatch, this.editor.view);
  }

  enter = () => this.run(commands.splitBlock);
  joinBefore = () => this.run(commands.backspaceAtStart);
  joinAfter = () => this.run(commands.deleteAtEnd);
  lineBreak = () => this.run(commands.insertHardBreak);
  undo = () => this.run(undo);
  redo = () => this.run(redo);
  moveDown = () => this.run(commands.moveBlock(1));

  remove(): void {
    this.editor.view.dispatch(this.editor.state.tr.deleteSelection());
  }

  copy(): void {
    const { from, to } = this.editor.state.selection;
    this.removed.copies();
    this.clipboard = this.editor.state.doc.textBetween(from, to, '\n', '\n').split('\n');
  }

  cut(): void {
    this.copy();
    this.remove();
  }

  paste(lines: readonly string[] = this.clipboard): void {
    const blocks = lines.map((text) => ({
      kind: 'paragraph' as const,
      level: 2 as const,
      indent: 0,
      inline: text === '' ? [] : [{ text, ...NO_MARKS }],
    }));
    insertBlocks(this.editor.view, blocks);
  }

  close(): void {
    this.removed.destroy();
    this.editor.destroy();
    this.doc.destroy();
  }
}

/** People in one text, whose edits reach the others when they are delivered. */
export class Room {
  now = 0;
  readonly writers: Writer[];

  constructor(names: readonly string[], blocks: SeedBlock[]) {
    const seed = seedUpdate(blocks);
    this.writers = names.map((name, index) => new Writer(name, 100 + index, seed, () => this.now));
  }

  deliver(): void {
    const all = Y.mergeUpdates(this.writers.map(({ doc }) => Y.encodeStateAsUpdate(doc)));
    for (const { doc } of this.writers) Y.applyUpdate(doc, all, 'network');
  }

  close(): void {
    for (const writer of this.writers) writer.close();
  }
}
