import type { Node } from '@tiptap/pm/model';
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';

/** The words of one thread, as editor positions. */
export interface Mark {
  thread: string;
  from: number;
  to: number;
}

interface Marked {
  marks: readonly Mark[];
  /** The thread that is looked at, on words or not. */
  active: string | null;
  /** In a text that cannot be edited there is no caret, so the words themselves take focus. */
  editable: boolean;
}

/** What the margin is told from inside the editor. */
export interface WordsEvents {
  /** Somebody clicked the words of a thread, or pressed the key on them. `keyboard`: move focus there. */
  onThread: (thread: string, keyboard: boolean) => void;
  /** Somebody pressed the key with words selected, or away from any comment. */
  onNew: () => void;
}

const key = new PluginKey<Marked>('commentedWords');

/** Where a position of the old document is in the new one, when the whole document was replaced. */
function shifter(before: Node, after: Node): (position: number) => number {
  const start = before.content.findDiffStart(after.content);
  const end = before.content.findDiffEnd(after.content);
  if (start === null || end === null) return (position) => position;
  // Where text repeats, the two searches overlap; the changed stretch then begins at `start`.
  const overlap = Math.max(0, start - Math.min(end.a, end.b));
  const [endBefore, endAfter] = [end.a + overlap, end.b + overlap];
  return (position) => {
    if (position <= start) return position;
    return position >= endBefore ? position + endAfter - endBefore : Math.min(position, endAfter);
  };
}

/** Marks through one transaction. The collaboration plugin replaces everything, so its steps say nothing. */
function follow(transaction: Transaction, marks: readonly Mark[]): Mark[] {
  const move = shifter(transaction.before, transaction.doc);
  const moved = marks.map(({ thread, from, to }) => ({ thread, from: move(from), to: move(to) }));
  return moved.filter(({ from, to }) => from < to && to <= transaction.doc.content.size);
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

/** The threads on the words at `position`, the one with the fewest words first. */
export function threadAt(state: EditorState, position: number): string | null {
  const here = key.getState(state)?.marks.filter(({ from, to }) => from <= position && position <= to) ?? [];
  here.sort((a, b) => a.to - a.from - (b.to - b.from));
  return here[0]?.thread ?? null;
}

/** Ctrl+Alt+M (⌘⌥M), as other editors have it; AltGr+M writes a letter on Norwegian keyboards. */
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

/** Milliseconds after a click by which the browser has told the editor where the caret is. */
const CARET_READ = 30;

/** The thread of a click that selected nothing; whoever drags over words wants the words. */
function settled(view: EditorView, thread: string, events: WordsEvents): void {
  if (!view.isDestroyed && view.state.selection.empty) events.onThread(thread, !view.editable);
}

/** Shows the words that comments stand on, and tells when somebody goes from the words to a comment. */
export function commentedWords(events: WordsEvents): Plugin<Marked> {
  return new Plugin<Marked>({
    key,
    state: {
      init: () => ({ marks: [], active: null, editable: true }),
      apply: (transaction, marked) => {
        const told = transaction.getMeta(key) as Partial<Marked> | undefined;
        const marks = transaction.docChanged ? follow(transaction, marked.marks) : marked.marks;
        return told ? { ...marked, marks, ...told } : { ...marked, marks };
      },
    },
    props: {
      decorations: decorate,
      handleClick: (view, position, event) => {
        if (event.button !== 0) return false;
        const thread = threadAt(view.state, position);
        // After the editor has read the new place of the caret: showing the thread as active before that would
        // put the caret back where it was.
        if (thread) setTimeout(() => settled(view, thread, events), CARET_READ);
        return false;
      },
      handleDOMEvents: { keydown: (view, event) => handleKey(view, event, events) },
    },
  });
}

export const commentedWordsKey = key;

/** Tell the editor which words to show; nothing is sent when it shows them already. */
export function showCommentedWords(view: EditorView, marked: Marked): void {
  const shown = key.getState(view.state);
  if (shown && same(shown, marked)) return;
  // Not an edit: it must neither be undone nor saved.
  view.dispatch(view.state.tr.setMeta(key, marked).setMeta('addToHistory', false));
}

function same(one: Marked, other: Marked): boolean {
  return (
    one.active === other.active &&
    one.editable === other.editable &&
    one.marks.length === other.marks.length &&
    one.marks.every((mark, index) => {
      const twin = other.marks[index];
      return twin && mark.thread === twin.thread && mark.from === twin.from && mark.to === twin.to;
    })
  );
}

/** Words of the flat text as editor positions; null when the editor does not (yet) hold the same text. */
export function positionsIn(
  document: Node,
  { start, end }: { start: number; end: number },
): Omit<Mark, 'thread'> | null {
  let offset = 0;
  let from: number | null = null;
  let to: number | null = null;
  document.forEach((block, at) => {
    const size = block.content.size;
    if (from === null && start <= offset + size) from = at + 1 + start - offset;
    if (to === null && end <= offset + size) to = at + 1 + end - offset;
    // One line break stands between two blocks of the flat text.
    offset += size + 1;
  });
  return from === null || to === null || from >= to ? null : { from, to };
}

/** The editor's selection as a stretch of the flat text. */
export function stretchOf(document: Node, from: number, to: number): { start: number; end: number } {
  const offset = (position: number) => position - document.resolve(position).index(0) - 1;
  return { start: offset(from), end: offset(to) };
}
