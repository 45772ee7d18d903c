import * as Y from 'yjs';
import { type HeadingLevel, isList, readBlock } from './block';
import { type ListPosition, listPositions } from './listPositions';
import { safeHref } from './safeHref';

/** Letters with the same marks; a line break is the text `\n`. */
export interface Run {
  text: string;
  bold: boolean;
  italic: boolean;
  /** Null without a link, and for one whose address is not allowed. */
  href: string | null;
}

/** The place of an item in the blocks that are exposed as one list: its index in there, and how many there are. */
export interface Item extends ListPosition {
  index: number;
  ofRun: number;
  first: boolean;
}

export interface ReadBlock {
  /** The same as long as the block is in the document, whatever comes before it. */
  id: string;
  tag: 'p' | 'div' | `h${2 | 3 | 4}`;
  className: string;
  runs: Run[];
  item: Item | null;
}

/** Every block of a part's body as the editor's schema renders it (schema.ts, listDecorations.ts). */
export function readBlocks(body: Y.XmlFragment): ReadBlock[] {
  const elements = body.toArray().filter((child) => child instanceof Y.XmlElement);
  const blocks = elements.map((element) => readBlock(element.getAttributes()));
  const items = itemsOf(listPositions(blocks));
  return blocks.map((block, at) => ({
    id: idOf(elements[at] as Y.XmlElement),
    tag: tagOf(block.kind, block.level),
    className: `block block--${block.kind}${block.indent > 0 ? ` block--indent-${block.indent}` : ''}`,
    runs: runsOf(elements[at] as Y.XmlElement),
    item: items[at] ?? null,
  }));
}

function idOf({ _item }: Y.XmlElement): string {
  return _item ? `${_item.id.client}:${_item.id.clock}` : '';
}

function tagOf(kind: string, level: HeadingLevel): ReadBlock['tag'] {
  if (kind === 'heading') return `h${(level + 1) as 2 | 3 | 4}`;
  return isList(kind as 'bullet') ? 'div' : 'p';
}

function itemsOf(positions: (ListPosition | null)[]): (Item | null)[] {
  const ofRun = new Map<number, number>();
  const items = positions.map((position) => {
    if (!position) return null;
    const index = ofRun.get(position.run) ?? 0;
    ofRun.set(position.run, index + 1);
    return { ...position, index, ofRun: 0, first: index === 0 };
  });
  return items.map((item) => item && { ...item, ofRun: ofRun.get(item.run) ?? 0 });
}

function runsOf(element: Y.XmlElement): Run[] {
  return element.toArray().flatMap((child) => {
    if (!(child instanceof Y.XmlText)) return [{ text: '\n', bold: false, italic: false, href: null }];
    const delta: { insert: unknown; attributes?: Record<string, unknown> }[] = child.toDelta();
    return delta.map(({ insert, attributes = {} }) => ({
      text: typeof insert === 'string' ? insert : '',
      bold: Boolean(attributes.bold),
      italic: Boolean(attributes.italic),
      href: hrefOf(attributes.link),
    }));
  });
}

function hrefOf(link: unknown): string | null {
  const href = (link as { href?: unknown } | undefined)?.href;
  return typeof href === 'string' ? safeHref(href) : null;
}
