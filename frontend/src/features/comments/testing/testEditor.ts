import { Schema } from '@tiptap/pm/model';
import { EditorState, type Transaction } from '@tiptap/pm/state';
import { EditorView } from '@tiptap/pm/view';
import { ySyncPlugin } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { type FlatText, readFlatText } from '../quotes/flatText';

/** The document shape of docs/contract.md: flat blocks of text and hard breaks. */
const schema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    block: {
      content: '(text | hardBreak)*',
      attrs: { kind: { default: 'paragraph' }, level: { default: null }, indent: { default: 0 } },
      toDOM: () => ['p', 0],
    },
    hardBreak: { inline: true, group: 'inline', toDOM: () => ['br'] },
    text: { group: 'inline' },
  },
  marks: { bold: { toDOM: () => ['strong', 0] } },
});

/** A real editor on a real Y.Doc: the tests depend on what y-tiptap does to the Yjs document. */
export class WrittenPart {
  readonly doc = new Y.Doc();
  readonly body = this.doc.getXmlFragment('body');
  readonly view: EditorView;

  constructor(...paragraphs: string[]) {
    const blocks = paragraphs.map((text) => {
      const block = new Y.XmlElement('block');
      block.setAttribute('kind', 'paragraph');
      block.insert(0, [new Y.XmlText(text)]);
      return block;
    });
    this.body.insert(0, blocks);
    this.view = new EditorView(document.createElement('div'), {
      state: EditorState.create({ schema, plugins: [ySyncPlugin(this.body)] }),
    });
  }

  get flat(): FlatText {
    return readFlatText(this.body);
  }

  get text(): string {
    return this.flat.text;
  }

  /** The editor position at which `words` begins. */
  at(words: string, from = 0): number {
    const offset = this.text.indexOf(words, from);
    if (offset < 0) throw new Error(`«${words}» is not in «${this.text}»`);
    return this.position(offset);
  }

  position(offset: number): number {
    return offset + this.text.slice(0, offset).split('\n').length;
  }

  change(edit: (transaction: Transaction) => Transaction): void {
    this.view.dispatch(edit(this.view.state.tr));
  }

  type(position: number, words: string): void {
    this.change((tr) => tr.insertText(words, position));
  }

  remove(words: string): void {
    const from = this.at(words);
    this.change((tr) => tr.delete(from, from + words.length));
  }

  enter(position: number): void {
    this.change((tr) => tr.split(position));
  }

  /** Backspace at the start of the block that begins with `words`. */
  joinBefore(words: string): void {
    this.change((tr) => tr.join(this.at(words) - 1));
  }

  makeBold(from: number, to: number): void {
    this.change((tr) => tr.addMark(from, to, schema.mark('bold')));
  }

  setKind(position: number, kind: string): void {
    const block = this.view.state.doc.resolve(position).before();
    this.change((tr) => tr.setNodeAttribute(block, 'kind', kind));
  }

  close(): void {
    this.view.destroy();
    this.doc.destroy();
  }
}
