import type { Node } from '@tiptap/pm/model';
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';

/** The range of one thread's quote, as editor positions. */
export interface CommentMark {
  thread: string;
  from: number;
  to: number;
}

interface CommentMarks {
  marks: readonly CommentMark[];
  /** The active thread, with a quote or without. */
  active: string | null;
  /** A read-only text has no caret, so there the commented ranges themselves are focusable. */
  editable: boolean;
}

/** Events from the editor to the margin. */
export interface WordsEvents {
  /** The range of a thread was clicked, or activated with the key. `keyboard`: move focus to the thread. */
  onThread: (thread: string, keyboard: boolean) => void;
  /** The key was pressed with a selection, or outside any commented range. */
  onNew: () => void;
}

const key = new PluginKey<CommentMarks>('commentedWords');

/** Maps positions of the old document to the new one when the whole document was replaced. */
function positionMapper(before: Node, after: Node): (position: number) => number {
  const start = before.content.findDiffStart(after.content);
  const end = before.content.findDiffEnd(after.content);
  if (start === null || end === null) return (position) => position;
  // With repeated text the two searches overlap; the changed range then begins at `start`.
  const overlap = Math.max(0, start - Math.min(end.a, end.b));
  const [endBefore, endAfter] = [end.a + overlap, end.b + overlap];
  return (position) => {
    if (position <= start) return position;
    return position >= endBefore ? position + endAfter - endBefore : Math.min(position, endAfter);
  };
}

/** Map marks through a transaction. The sync plugin replaces the whole document, so its steps cannot be used. */
function mapMarks(transaction: Transaction, marks: readonly CommentMark[]): CommentMark[] {
  const map = positionMapper(transaction.before, transaction.doc);
  const mapped = marks.map(({ thread, from, to }) => ({ thread, from: map(from), to: map(to) }));
  return mapped.filter(({ from, to }) => from < to && to <= transaction.doc.content.size);
}

function decorate(state: EditorState): DecorationSet | null {
  const marked = key.getState(state);
  if (!marked || marked.marks.length === 0) return null;
  const decorations = marked.marks.map(({ thread, from, to }) => {
    const active = thread === marked.active ? ' commented-words--active' : '';
    const reachable = marked.editable ? {} : { tabindex: '0', role: 'button' };
    return Decoration.inline(from, to, {
      class: `commented-words${active}`,
      'data-thread': thread,
      ...reachable,
    });
  });
  return DecorationSet.create(state.doc, decorations);
}

/** The thread whose range contains `position`, the shortest range first; null without one. */
export function threadAt(state: EditorState, position: number): string | null {
  const here = key.getState(state)?.marks.filter(({ from, to }) => from <= position && position <= to) ?? [];
  here.sort((a, b) => a.to - a.from - (b.to - b.from));
  return here[0]?.thread ?? null;
}

/** Ctrl+Alt+M (⌘⌥M), as in other editors; AltGr+M types a letter on Norwegian keyboards. */
function isCommentKey(event: KeyboardEvent): boolean {
  const control = event.ctrlKey || event.metaKey;
  return control && event.altKey && event.code === 'KeyM' && !event.getModifierState('AltGraph');
}

function handleKey(view: EditorView, event: KeyboardEvent, events: WordsEvents): boolean {
  const onWords = (event.target as Element).closest?.('[data-thread]')?.getAttribute('data-thread');
  if (onWords && !view.editable && (event.key === 'Enter' || event.key === ' ')) {
    event.preventDefault();
    events.onThread(onWords, true);
    return true;
  }
  if (!isCommentKey(event)) return false;
  const { selection } = view.state;
  const thread = selection.empty ? threadAt(view.state, selection.head) : null;
  if (thread) events.onThread(thread, true);
  else events.onNew();
  return true;
}

/** Milliseconds after a click by which the editor has read the browser's selection. */
const CARET_SYNC_MS = 30;

/** Report the thread of a click, unless text is selected: dragging is meant to select, not to open the thread. */
function reportClick(view: EditorView, thread: string, events: WordsEvents): void {
  if (!view.isDestroyed && view.state.selection.empty) events.onThread(thread, !view.editable);
}

/** A plugin that decorates the commented ranges and reports clicks and keys on them. */
export function commentedWords(events: WordsEvents): Plugin<CommentMarks> {
  return new Plugin<CommentMarks>({
    key,
    state: {
      init: () => ({ marks: [], active: null, editable: true }),
      apply: (transaction, marked) => {
        const update = transaction.getMeta(key) as Partial<CommentMarks> | undefined;
        const marks = transaction.docChanged ? mapMarks(transaction, marked.marks) : marked.marks;
        return update ? { ...marked, marks, ...update } : { ...marked, marks };
      },
    },
    props: {
      decorations: decorate,
      handleClick: (view, position, event) => {
        if (event.button !== 0) return false;
        const thread = threadAt(view.state, position);
        // After the editor has read the new selection: marking the thread as active before that would
        // restore the old caret position.
        if (thread) setTimeout(() => reportClick(view, thread, events), CARET_SYNC_MS);
        return false;
      },
      handleDOMEvents: { keydown: (view, event) => handleKey(view, event, events) },
    },
  });
}

export const commentedWordsKey = key;

/** Set the commented ranges of the editor; dispatches nothing when they are unchanged. */
export function showCommentedWords(view: EditorView, marked: CommentMarks): void {
  const shown = key.getState(view.state);
  if (shown && same(shown, marked)) return;
  // Not an edit: it must be neither undoable nor saved.
  view.dispatch(view.state.tr.setMeta(key, marked).setMeta('addToHistory', false));
}

function same(one: CommentMarks, other: CommentMarks): boolean {
  return (
    one.active === other.active &&
    one.editable === other.editable &&
    one.marks.length === other.marks.length &&
    one.marks.every((mark, index) => {
      const counterpart = other.marks[index];
      return (
        counterpart &&
        mark.thread === counterpart.thread &&
        mark.from === counterpart.from &&
        mark.to === counterpart.to
      );
    })
  );
}

interface BlockStart {
  /** Where the block begins in the flat text, and in the editor. */
  offset: number;
  at: number;
  size: number;
}

/** Read once for each document, however many ranges are looked up in it. */
const blockStarts = new WeakMap<Node, BlockStart[]>();

function blocksOf(document: Node): BlockStart[] {
  const known = blockStarts.get(document);
  if (known) return known;
  const blocks: BlockStart[] = [];
  let offset = 0;
  document.forEach((block, at) => {
    const size = block.content.size;
    blocks.push({ offset, at, size });
    // Blocks are separated by one line break in the flat text.
    offset += size + 1;
  });
  blockStarts.set(document, blocks);
  return blocks;
}

/** The editor position of a flat-text offset: in the first block that reaches it. */
function positionAt(blocks: readonly BlockStart[], offset: number): number | null {
  let first = 0;
  let end = blocks.length;
  while (first < end) {
    const middle = (first + end) >> 1;
    const block = blocks[middle];
    if (block && block.offset + block.size < offset) first = middle + 1;
    else end = middle;
  }
  const block = blocks[first];
  return block ? block.at + 1 + offset - block.offset : null;
}

/** A flat-text range as editor positions; null when the editor does not (yet) contain the same text. */
export function positionsIn(
  document: Node,
  { start, end }: { start: number; end: number },
): Omit<CommentMark, 'thread'> | null {
  const blocks = blocksOf(document);
  const [from, to] = [positionAt(blocks, start), positionAt(blocks, end)];
  return from === null || to === null || from >= to ? null : { from, to };
}

/** Two editor positions as a range of the flat text. */
export function rangeOf(document: Node, from: number, to: number): { start: number; end: number } {
  const offset = (position: number) => position - document.resolve(position).index(0) - 1;
  return { start: offset(from), end: offset(to) };
}
