import type { Node } from '@tiptap/pm/model';
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import { Mapping, StepMap } from '@tiptap/pm/transform';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import { changeDecorations, type SaidOfChange, sameChange } from './changeDecorations';
import { type CommentMark, classOf } from './positions';

export interface CommentMarks {
  marks: readonly CommentMark[];
  /** The active thread, with a quote or without. */
  active: string | null;
  /** A read-only text has no caret, so there the commented ranges themselves are focusable. */
  editable: boolean;
  /** What a screen reader says of the words in an editable text, in the language of the page. */
  saying: string;
  /** And of what suggestions take away and give. */
  ofChange: SaidOfChange;
}

/** The marks with their decorations, which are kept from one state to the next: only what changed is drawn again. */
interface ShownMarks extends CommentMarks {
  decorations: DecorationSet;
}

/** Events from the editor to the margin. */
export interface WordsEvents {
  /** The range of a thread was clicked, or activated with the key. `keyboard`: move focus to the thread. */
  onThread: (thread: string, keyboard: boolean) => void;
  /** The text was clicked outside any commented range. */
  onElsewhere: () => void;
  /** The key was pressed with a selection, or outside any commented range. */
  onNew: () => void;
  /** Whether the text can be written in, at first and whenever that changes. */
  onEditable: (editable: boolean) => void;
}

const key = new PluginKey<ShownMarks>('commentedWords');
const NOTHING: ShownMarks = {
  marks: [],
  active: null,
  editable: true,
  saying: '',
  ofChange: { taken: '', given: '' },
  decorations: DecorationSet.empty,
};

/** What changed, as one replacement: the sync plugin replaces the whole document, so its steps cannot be used. */
function changeBetween(before: Node, after: Node): StepMap | null {
  const start = before.content.findDiffStart(after.content);
  const end = before.content.findDiffEnd(after.content);
  if (start === null || end === null) return null;
  // With repeated text the two searches overlap; the changed range then begins at `start`.
  const overlap = Math.max(0, start - Math.min(end.a, end.b));
  return new StepMap([start, end.a + overlap - start, end.b + overlap - start]);
}

/** Words stay those that they were, and an insertion one place. */
function mappedEnds({ from, to }: CommentMark, change: StepMap): { from: number; to: number } {
  const start = change.map(from, 1);
  return { from: start, to: from === to ? start : change.map(to, -1) };
}

function mapped(shown: ShownMarks, transaction: Transaction): ShownMarks {
  if (!transaction.docChanged || shown.marks.length === 0) return shown;
  const change = changeBetween(transaction.before, transaction.doc);
  if (!change) return shown;
  const marks = shown.marks
    .map((mark) => ({ ...mark, ...mappedEnds(mark, change) }))
    .filter(({ from, to, change: drawn }) => from < to || drawn?.taken === 0);
  return { ...shown, marks, decorations: shown.decorations.map(new Mapping([change]), transaction.doc) };
}

function decorate(document: Node, shown: CommentMarks): DecorationSet {
  const { marks, active, editable, saying, ofChange } = shown;
  const spoken = editable
    ? { role: 'mark', 'aria-roledescription': saying }
    : { role: 'button', tabindex: '0' };
  const decorations = marks.flatMap((mark) => {
    const { thread, from, to, change } = mark;
    const look = `${classOf(thread)} commented-words${thread === active ? ' commented-words--active' : ''}`;
    const drawn = change ? changeDecorations(mark, { look, editable, said: ofChange }) : [];
    if (from === to) return drawn;
    return [Decoration.inline(from, to, { class: look, 'data-thread': thread, ...spoken }), ...drawn];
  });
  return DecorationSet.create(document, decorations);
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
function reportClick(view: EditorView, thread: string | null, events: WordsEvents): void {
  if (view.isDestroyed || !view.state.selection.empty) return;
  if (thread) events.onThread(thread, !view.editable);
  else events.onElsewhere();
}

/** The thread whose new words were clicked: the editor knows no position in them, as they are none of the document's. */
function threadOfGiven({ target }: Event): string | null {
  const given = (target as Element).closest?.('.suggested-given')?.closest('[data-thread]');
  return given?.getAttribute('data-thread') ?? null;
}

function handleGiven(view: EditorView, event: MouseEvent, events: WordsEvents): boolean {
  const thread = threadOfGiven(event);
  if (thread) events.onThread(thread, !view.editable);
  return false;
}

/**
 * Letters typed over words that are drawn struck: the browser would give them their look, by a style that the content
 * security policy forbids. So the editor puts them in, as it does over words of several blocks.
 */
function typeOverChange(view: EditorView, event: InputEvent): boolean {
  const { from, to, empty } = view.state.selection;
  const { data, inputType, cancelable } = event;
  if (empty || !view.editable || inputType !== 'insertText' || !cancelable || !data || view.composing)
    return false;
  const marks = key.getState(view.state)?.marks ?? [];
  if (!marks.some((mark) => mark.change && mark.from < to && from < mark.to)) return false;
  event.preventDefault();
  const plain = () => view.state.tr.insertText(data).scrollIntoView();
  if (!view.someProp('handleTextInput', (handle) => handle(view, from, to, data, plain)))
    view.dispatch(plain());
  return true;
}

function tellEditable(view: EditorView, events: WordsEvents): { update: () => void } {
  let told: boolean | null = null;
  const update = () => {
    if (view.editable === told) return;
    told = view.editable;
    events.onEditable(told);
  };
  update();
  return { update };
}

/** A plugin that decorates the commented ranges and reports clicks and keys on them. */
export function commentedWords(events: WordsEvents): Plugin<ShownMarks> {
  return new Plugin<ShownMarks>({
    key,
    state: {
      init: () => NOTHING,
      apply: (transaction, shown) => {
        const next = transaction.getMeta(key) as CommentMarks | undefined;
        if (next) return { ...next, decorations: decorate(transaction.doc, next) };
        return mapped(shown, transaction);
      },
    },
    view: (view) => tellEditable(view, events),
    props: {
      decorations: (state) => key.getState(state)?.decorations,
      handleClick: (view, position, event) => {
        if (event.button !== 0) return false;
        const thread = threadOfGiven(event) ?? threadAt(view.state, position);
        // After the editor has read the new selection: marking the thread as active before that would
        // restore the old caret position.
        setTimeout(() => reportClick(view, thread, events), CARET_SYNC_MS);
        return false;
      },
      handleDOMEvents: {
        keydown: (view, event) => handleKey(view, event, events),
        click: (view, event) => handleGiven(view, event, events),
        beforeinput: typeOverChange,
      },
    },
  });
}

export const commentedWordsKey = key;

/** Set the commented ranges of the editor; dispatches nothing, and returns false, when they are unchanged. */
export function showCommentedWords(view: EditorView, marked: CommentMarks): boolean {
  const shown = key.getState(view.state);
  if (!shown || same(shown, marked)) return false;
  // Not an edit: it must be neither undoable nor saved.
  view.dispatch(view.state.tr.setMeta(key, marked).setMeta('addToHistory', false));
  return true;
}

function same(one: CommentMarks, other: CommentMarks): boolean {
  return (
    one.active === other.active &&
    one.editable === other.editable &&
    one.saying === other.saying &&
    one.marks.length === other.marks.length &&
    one.marks.every((mark, index) => {
      const counterpart = other.marks[index];
      return (
        counterpart &&
        mark.thread === counterpart.thread &&
        mark.from === counterpart.from &&
        mark.to === counterpart.to &&
        sameChange(mark.change, counterpart.change)
      );
    })
  );
}
