import type { Node } from '@tiptap/pm/model';
import type { EditorState } from '@tiptap/pm/state';
import type { ProsemirrorBinding } from '@tiptap/y-tiptap';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import { simpleDiffString } from 'lib0/diff';
import * as Y from 'yjs';
import { changeBetween, type TextChange } from '../../../domain/textChange';

const BREAK = '\u0001';

/**
 * Insert a character typed before an equal character at the position where it was typed.
 *
 * y-tiptap compares the text before and after from the left, so of two equal characters the second counts as typed.
 * With two people typing at one position, my space would then come after theirs, and my next characters in the middle
 * of their word. The caret shows which of the equal characters is mine. All other changes are left to y-tiptap, whose
 * diff finds this one already applied.
 */
export function writeTyped(
  binding: ProsemirrorBinding,
  before: Node,
  now: EditorState,
  addToHistory: boolean,
) {
  const typed = typedBetween(before, now, binding.type);
  if (!typed) return;
  const { text, change } = typed;
  // Inside the binding's mutex: the change comes from the editor and must not be applied to it again.
  binding.mux(() => {
    binding.doc.transact((transaction) => {
      transaction.meta.set('addToHistory', addToHistory);
      text.delete(change.index, change.removed);
      text.insert(change.index, change.inserted);
    }, ySyncPluginKey);
  });
}

/** The single text that changed, if a diff from the left would find another position; otherwise null. */
function typedBetween(before: Node, { doc, selection }: EditorState, body: Y.XmlFragment) {
  const at = onlyChanged(before.children, doc.children, (one, other) => one.eq(other));
  const block = at === null ? null : body.get(at);
  if (at === null || !(block instanceof Y.XmlElement)) return null;
  const [old, current] = [linesOf(before.child(at)), linesOf(doc.child(at))];
  const line = onlyChanged(old, current, (one, other) => one === other);
  if (line === null) return null;
  const [was, is] = [old[line] ?? '', current[line] ?? ''];
  const text = textOfLine(block, line);
  if (!text || plain(text) !== was) return null;
  const start = current.slice(0, line).reduce((sum, words) => sum + words.length + 1, 0);
  const caret = selection.$head.index(0) === at ? selection.$head.parentOffset - start : is.length;
  const change = changeBetween(was, is, caret);
  return change && !isFoundFromTheLeft(was, is, change) ? { text, change } : null;
}

function isFoundFromTheLeft(was: string, is: string, change: TextChange): boolean {
  return simpleDiffString(was, is).index === change.index;
}

function onlyChanged<T>(
  old: readonly T[],
  now: readonly T[],
  same: (one: T, other: T) => boolean,
): number | null {
  if (old.length !== now.length) return null;
  const changed = [...now.keys()].filter((index) => !same(old[index] as T, now[index] as T));
  return changed.length === 1 ? (changed[0] ?? null) : null;
}

function linesOf(block: Node): string[] {
  return block.textBetween(0, block.content.size, '', BREAK).split(BREAK);
}

/** The Y text between two line breaks of a block; null unless it is exactly one. */
function textOfLine(block: Y.XmlElement, line: number): Y.XmlText | null {
  const lines: unknown[][] = [[]];
  for (const child of block.toArray()) {
    if (child instanceof Y.XmlText) lines.at(-1)?.push(child);
    else lines.push([]);
  }
  const [text, second] = lines[line] ?? [];
  return text instanceof Y.XmlText && !second ? text : null;
}

function plain(text: Y.XmlText): string {
  return (text.toDelta() as { insert: unknown }[])
    .map(({ insert }) => (typeof insert === 'string' ? insert : BREAK))
    .join('');
}
