import {
  DOMSerializer,
  type Fragment,
  type Node as ProseMirrorNode,
  type Schema,
  Slice,
} from '@tiptap/pm/model';
import type { EditorState } from '@tiptap/pm/state';
import { type Block, isList, readBlock } from '../schema/block';
import { type ListPosition, listPositions } from '../schema/listPositions';
import { OWN } from './html/readHtml';

type State = () => EditorState | null;

/**
 * Serialises copied blocks to the HTML that other programs expect: nested `ul` and `ol`, `h1` to `h3`. Items keep the
 * numbers they have here, also where only some of a list are copied.
 */
export class BlockSerializer extends DOMSerializer {
  private state: State = () => null;

  static for(schema: Schema, state: State): BlockSerializer {
    const { nodes, marks } = DOMSerializer.fromSchema(schema);
    const serializer = new BlockSerializer(nodes, marks);
    serializer.state = state;
    return serializer;
  }

  override serializeFragment(
    fragment: Fragment,
    options: { document?: Document } = {},
    target?: HTMLElement | DocumentFragment,
  ): HTMLElement | DocumentFragment {
    const page = options.document ?? document;
    const out = target ?? page.createDocumentFragment();
    const inline = (node: ProseMirrorNode, into: HTMLElement) => {
      super.serializeFragment(node.content, { document: page }, into);
      return into;
    };
    if (fragment.firstChild?.type.name !== 'block') return super.serializeFragment(fragment, options, out);
    const lists = new ListNesting(page, out);
    const positions = positionsOf(fragment, this.state());
    fragment.forEach((node, _offset, index) => {
      inline(node, lists.place(readBlock(node.attrs), positions[index]?.number ?? 1));
    });
    (out as ParentNode).firstElementChild?.setAttribute(OWN, '');
    return out;
  }
}

/** The positions that copied blocks have in their part, as long as they are its selection. */
function positionsOf(copied: Fragment, state: EditorState | null): (ListPosition | null)[] {
  const alone = listPositions(copied.content.map((node) => readBlock(node.attrs)));
  if (!state) return alone;
  const first = state.selection.$from.index(0);
  const around = listPositions(state.doc.children.map((node) => readBlock(node.attrs)));
  const there = state.doc.children.slice(first, first + copied.childCount);
  const same = copied.content.every((node, index) => there[index]?.attrs.kind === node.attrs.kind);
  return same ? around.slice(first, first + copied.childCount) : alone;
}

const NUMBERS = [null, 'a', 'i'];

/** The open lists during serialisation, outermost first. */
class ListNesting {
  private open: HTMLElement[] = [];

  constructor(
    private readonly page: Document,
    private readonly out: Node,
  ) {}

  /** Create the element for a block at its position in the lists, and return it to be filled. */
  place(block: Block, number: number): HTMLElement {
    if (!isList(block.kind)) return this.placeText(block);
    const tag = block.kind === 'ordered' ? 'ol' : 'ul';
    this.open.length = Math.min(this.open.length, block.indent + 1);
    if (this.open[block.indent] && this.open[block.indent]?.localName !== tag)
      this.open.length = block.indent;
    while (this.open.length <= block.indent) {
      this.open.push(this.openList(tag, this.open.length === block.indent ? number : 1));
    }
    return this.append(this.open[block.indent] ?? this.out, 'li');
  }

  /** A paragraph that is indented below an item belongs to the item. */
  private placeText({ kind, level, indent }: Block): HTMLElement {
    const above = kind === 'paragraph' ? this.open[indent - 1]?.lastElementChild : null;
    const isItem = above?.localName === 'li' && above.hasChildNodes();
    this.open.length = isItem ? indent : 0;
    if (isItem) return this.append(above, 'p');
    const element = this.append(this.out, kind === 'heading' ? `h${level}` : 'p');
    if (indent > 0) element.dataset.indent = String(indent);
    return element;
  }

  private openList(tag: string, number: number): HTMLElement {
    const parent = this.open.at(-1);
    const item = parent?.lastElementChild;
    const list = this.append(item?.localName === 'li' ? item : (parent ?? this.out), tag);
    const kind = NUMBERS[this.open.length % NUMBERS.length];
    if (tag === 'ol' && kind) list.setAttribute('type', kind);
    if (tag === 'ol' && number !== 1) list.setAttribute('start', String(number));
    return list;
  }

  private append(parent: Node, tag: string): HTMLElement {
    return parent.appendChild(this.page.createElement(tag));
  }
}

/** Copied blocks as plain text, one line each, with list markers and indentation. */
export function toPlainText(slice: Slice, state: EditorState | null): string {
  const { content } = slice;
  if (content.firstChild?.type.name !== 'block') return inlineText(content);
  const positions = positionsOf(content, state);
  return content.content
    .map((node, index) => {
      const position = positions[index];
      const text = inlineText(node.content);
      const indent = '  '.repeat(readBlock(node.attrs).indent);
      return position ? `${indent}${position.marker} ${text}` : `${indent}${text}`;
    })
    .join('\n');
}

function inlineText(content: Fragment): string {
  return content.textBetween(0, content.size, '\n', (leaf) => (leaf.type.name === 'hardBreak' ? '\n' : ''));
}

/** Reduce a selection inside one block to inline content, so that it is pasted as text, not as a block of its kind. */
export function wordsOnly(slice: Slice, blockSize: number): Slice {
  const only = slice.content.childCount === 1 ? slice.content.firstChild : null;
  if (!only?.isTextblock || slice.openStart === 0 || slice.openEnd === 0) return slice;
  return only.content.size < blockSize ? new Slice(only.content, 0, 0) : slice;
}
