import type { Node } from '@tiptap/pm/model';
import * as Y from 'yjs';

/** A place between two letters that outlives what others do around it. */
export interface Place {
  body: Y.XmlFragment;
  /** Bound to the letter before it, so that what others write at the very place comes after it. */
  left: Y.RelativePosition;
  /** Bound to the letter after it. */
  right: Y.RelativePosition;
  /** Where it was, for when the text it was in has been re-created elsewhere. */
  was: { position: number; document: Node };
}

/** Remember `position` of `document`, which shows `body`; null where no block is. */
export function placeAt(document: Node, position: number, body: Y.XmlFragment): Place | null {
  const $position = document.resolve(position);
  const block = body.get($position.index(0));
  if ($position.depth === 0 || !(block instanceof Y.XmlElement)) return null;
  const { type, index } = spotIn(block, $position.parentOffset);
  return {
    body,
    left: Y.createRelativePositionFromTypeIndex(type, index, -1),
    right: Y.createRelativePositionFromTypeIndex(type, index, 0),
    was: { position, document },
  };
}

/** Where the place is in `document`, which shows what the body holds now. */
export function positionOf(place: Place, document: Node): number {
  const here = standsStill(place) ? resolve(place, document) : null;
  return here ?? follow(tokensOf(place.was.document), tokensOf(document), place.was.position);
}

/** The text (or the block, beside line breaks) and the index in it that `offset` of a block means. */
function spotIn(block: Y.XmlElement, offset: number): { type: Y.XmlElement | Y.XmlText; index: number } {
  let left = offset;
  for (const [index, child] of block.toArray().entries()) {
    const size = sizeOf(child);
    if (child instanceof Y.XmlText && left <= size) return { type: child, index: left };
    if (left === 0) return { type: block, index };
    left -= size;
  }
  return { type: block, index: block.length };
}

/** A line break is one step for the editor. */
const sizeOf = (child: unknown): number => (child instanceof Y.XmlText ? child.length : 1);

/** Whether a letter beside the place, or with none there its text, is where it was. */
function standsStill({ left, right, body }: Place): boolean {
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

function resolve({ left, body }: Place, document: Node): number | null {
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

/** The document as one character per position, so that places can be followed as in plain text. */
function tokensOf(document: Node): string {
  return document.children
    .map((block) => `${OPEN}${block.textBetween(0, block.content.size, '', '\n')}${CLOSE}`)
    .join('');
}

/** Letters on each side of a place by which it is found again. */
const NEAR = 24;

/**
 * Where `position` of `before` is in `after`: shifted by what changed ahead of it; where everything around it
 * changed, at the same words; failing that, where the change ends.
 */
export function follow(before: string, after: string, position: number): number {
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
  const left = before.slice(Math.max(opens, position - NEAR), position);
  const right = before.slice(position, Math.min(closes, position + NEAR));
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
