import type { Fragment, Mark, Node } from '@tiptap/pm/model';
import * as Y from 'yjs';

/** Positions in a block count the same in both: a letter's UTF-16 units, and one for a line break. */
type Inline = Y.XmlText | Y.XmlElement | Y.XmlHook;

const sizeOf = (child: Inline) => (child instanceof Y.XmlText ? child.length : 1);

/** Delete letters and line breaks, from the last to the first, so that the positions of the others hold. */
export function deleteInline(block: Y.XmlElement, at: number, size: number): void {
  let start = 0;
  const found = block.toArray().map((child, index) => {
    const from = Math.max(at - start, 0);
    const to = Math.min(at + size - start, sizeOf(child));
    start += sizeOf(child);
    return { child, index, from, to };
  });
  for (const { child, index, from, to } of found.reverse()) {
    if (from >= to) continue;
    if (child instanceof Y.XmlText) child.delete(from, to - from);
    else block.delete(index, 1);
  }
}

/** Insert text with its marks. False if it has line breaks, or no text stands there yet: those are blocks' business. */
export function insertInline(block: Y.XmlElement, at: number, content: Fragment): boolean {
  if (content.size === 0) return true;
  const place = textAt(block, at);
  if (!place || !content.content.every(({ isText }) => isText)) return false;
  let { offset } = place;
  for (const { text = '', marks } of content.content) {
    place.text.insert(offset, text, attributesOf(marks));
    offset += text.length;
  }
  return true;
}

function textAt(block: Y.XmlElement, at: number): { text: Y.XmlText; offset: number } | null {
  let start = 0;
  for (const child of block.toArray()) {
    const offset = at - start;
    if (child instanceof Y.XmlText && offset <= child.length) return { text: child, offset };
    start += sizeOf(child);
    if (start > at) return null;
  }
  return null;
}

/** As y-tiptap stores the marks of our schema, which all exclude themselves. */
function attributesOf(marks: readonly Mark[]): Record<string, Node['attrs']> {
  return Object.fromEntries(marks.map(({ type, attrs }) => [type.name, attrs]));
}
