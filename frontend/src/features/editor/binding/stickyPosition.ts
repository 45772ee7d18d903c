import type { Node } from '@tiptap/pm/model';
import * as Y from 'yjs';

/** A position between two characters that survives remote edits around it. */
export interface StickyPosition {
  body: Y.XmlFragment;
  /** Bound to the character before it, so that remote text inserted at this position comes after it. */
  left: Y.RelativePosition;
  /** Bound to the character after it. */
  right: Y.RelativePosition;
  /** The original position and document, used when its text has been re-created elsewhere. */
  was: { position: number; document: Node };
}

/** A sticky position at `position` of `document`, which renders `body`; null outside a block. */
export function stickyPositionAt(
  document: Node,
  position: number,
  body: Y.XmlFragment,
): StickyPosition | null {
  const $position = document.resolve(position);
  const block = body.get($position.index(0));
  if ($position.depth === 0 || !(block instanceof Y.XmlElement)) return null;
  const { type, index } = textAndIndex(block, $position.parentOffset);
  return {
    body,
    left: Y.createRelativePositionFromTypeIndex(type, index, -1),
    right: Y.createRelativePositionFromTypeIndex(type, index, 0),
    was: { position, document },
  };
}

/** The current position in `document`, which renders the current content of the body. */
export function resolveSticky(sticky: StickyPosition, document: Node): number {
  const here = isAnchorAlive(sticky) ? resolveAnchor(sticky, document) : null;
  return here ?? mapThroughDiff(tokensOf(sticky.was.document), tokensOf(document), sticky.was.position);
}

/** The Y type (a text, or the block itself beside line breaks) and the index in it for an offset in a block. */
function textAndIndex(
  block: Y.XmlElement,
  offset: number,
): { type: Y.XmlElement | Y.XmlText; index: number } {
  let left = offset;
  for (const [index, child] of block.toArray().entries()) {
    const size = sizeOf(child);
    if (child instanceof Y.XmlText && left <= size) return { type: child, index: left };
    if (left === 0) return { type: block, index };
    left -= size;
  }
  return { type: block, index: block.length };
}

/** A line break has size 1 in the editor. */
const sizeOf = (child: unknown): number => (child instanceof Y.XmlText ? child.length : 1);

/** Whether a character beside the position, or without one its text, still exists. */
function isAnchorAlive({ left, right, body }: StickyPosition): boolean {
  const { doc } = body;
  if (!doc) return false;
  const beside = [left.item, right.item].filter((id) => id !== null);
  if (beside.length > 0) return beside.some((id) => isAlive(doc, id));
  return left.type !== null && isAlive(doc, left.type);
}

function isAlive(doc: Y.Doc, id: Y.ID): boolean {
  const item: unknown = Y.getItem(doc.store, id);
  return item instanceof Y.Item && !item.deleted;
}

/**
 * The position behind the character that was before it, also where undo has put that one back; null while it is unknown
 * here, or when its block is gone.
 */
export function resolveAnchor(
  { left, body }: Pick<StickyPosition, 'left' | 'body'>,
  document: Node,
): number | null {
  const found = body.doc && Y.createAbsolutePositionFromRelativePosition(left, body.doc);
  if (!found) return null;
  const { type, index } = found;
  const block = type instanceof Y.XmlText ? type.parent : type;
  const at = body.toArray().indexOf(block as Y.XmlElement);
  if (at < 0 || at >= document.childCount || !(block instanceof Y.XmlElement)) return null;
  const children = block.toArray();
  const before =
    type instanceof Y.XmlText ? children.slice(0, children.indexOf(type)) : children.slice(0, index);
  const offset = before.reduce((sum, child) => sum + sizeOf(child), type instanceof Y.XmlText ? index : 0);
  let position = 1 + Math.min(offset, document.child(at).content.size);
  for (let above = 0; above < at; above += 1) position += document.child(above).nodeSize;
  return position;
}

const OPEN = '\u0001';
const CLOSE = '\u0002';

/** The document as one character per position, so that positions can be mapped as in plain text. */
export function tokensOf(document: Node): string {
  return document.children
    .map((block) => `${OPEN}${block.textBetween(0, block.content.size, '', '\n')}${CLOSE}`)
    .join('');
}

/** The number of characters on each side of a position by which it is found again. */
const CONTEXT = 24;

/**
 * Map `position` of `before` to `after`: shifted by a change ahead of it; inside the changed range, next to the same
 * text; otherwise the end of the change.
 */
export function mapThroughDiff(before: string, after: string, position: number): number {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  if (position <= start) return position;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  if (position >= before.length - end) return position + after.length - before.length;
  return atSameWords(before, after, position) ?? Math.min(position, after.length - end);
}

function atSameWords(before: string, after: string, position: number): number | null {
  const opens = before.lastIndexOf(OPEN, position - 1) + 1;
  const closes = before.indexOf(CLOSE, position);
  const left = before.slice(Math.max(opens, position - CONTEXT), position);
  const right = before.slice(position, Math.min(closes, position + CONTEXT));
  for (const [one, other] of [
    [left, right],
    ['', right],
    [left, ''],
  ] as const) {
    const words = one + other;
    const found = words.trim() === '' ? null : nearest(after, words, position - one.length);
    if (found !== null) return found + one.length;
  }
  return null;
}

function nearest(text: string, words: string, near: number): number | null {
  let best: number | null = null;
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    if (best === null || Math.abs(at - near) < Math.abs(best - near)) best = at;
  }
  return best;
}
