import {
  DOMSerializer,
  type Fragment,
  type Node as ProseMirrorNode,
  type Schema,
  Slice,
} from '@tiptap/pm/model';
import { type Block, isList, readBlock } from '../schema/block';
import { listPositions } from '../schema/listPositions';

/** Serialises copied blocks to the HTML that other programs expect: nested `ul` and `ol`, `h1` to `h3`. */
export class BlockSerializer extends DOMSerializer {
  static for(schema: Schema): BlockSerializer {
    const { nodes, marks } = DOMSerializer.fromSchema(schema);
    return new BlockSerializer(nodes, marks);
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
    fragment.forEach((node) => {
      const block = readBlock(node.attrs);
      inline(node, lists.place(block));
    });
    return out;
  }
}

/** The open lists during serialisation, outermost first. */
class ListNesting {
  private open: HTMLElement[] = [];

  constructor(
    private readonly page: Document,
    private readonly out: Node,
  ) {}

  /** Create the element for a block at its position in the lists, and return it to be filled. */
  place(block: Block): HTMLElement {
    if (!isList(block.kind)) {
      this.open = [];
      return this.append(this.out, block.kind === 'heading' ? `h${block.level}` : 'p');
    }
    const tag = block.kind === 'ordered' ? 'ol' : 'ul';
    this.open.length = Math.min(this.open.length, block.indent + 1);
    if (this.open[block.indent] && this.open[block.indent]?.localName !== tag)
      this.open.length = block.indent;
    while (this.open.length <= block.indent) this.open.push(this.openList(tag));
    return this.append(this.open[block.indent] ?? this.out, 'li');
  }

  private openList(tag: string): HTMLElement {
    const parent = this.open.at(-1);
    return this.append(parent?.lastElementChild ?? parent ?? this.out, tag);
  }

  private append(parent: Node, tag: string): HTMLElement {
    return parent.appendChild(this.page.createElement(tag));
  }
}

/** Copied blocks as plain text, one line each, with list markers and indentation. */
export function toPlainText(slice: Slice): string {
  const { content } = slice;
  if (content.firstChild?.type.name !== 'block') return inlineText(content);
  const blocks = content.content.map((node) => readBlock(node.attrs));
  const positions = listPositions(blocks);
  return content.content
    .map((node, index) => {
      const position = positions[index];
      const text = inlineText(node.content);
      return position ? `${'  '.repeat(position.level - 1)}${position.marker} ${text}` : text;
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
