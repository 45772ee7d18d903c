import { Extension } from '@tiptap/core';
import { type EditorState, Plugin, TextSelection, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import { distinctBlocks } from './distinctBlocks';
import { EditorPlace } from './editorPlace';
import { copyMeta, onlyChanges } from './onlyChanges';
import { resolveSticky, type StickyPosition, stickyPositionAt } from './stickyPosition';
import { caretAfterUndo, managerOf } from './undo';

/** A selection that is found again after others have changed the text. */
interface HeldSelection {
  anchor: StickyPosition;
  head: StickyPosition;
}

interface OwnSelectionStorage {
  /** Set when the view is created; Tiptap sets its own reference only after the first transactions. */
  view: EditorView | null;
  /** The selection before the change that is under way. */
  held: HeldSelection | null;
  /** True while a remote change is applied, during which nothing scrolls. */
  applyingRemote: boolean;
}

/** Events whose handlers use the selection; the browser may have moved it without an event so far. */
const SELECTION_EVENTS = ['keydown', 'paste', 'cut', 'copy'] as const;

/** The key under which an undo step keeps the selection before it. */
const SELECTION = Symbol('selection');

/**
 * Renders changes of the Y document with the local selection, and what is on the screen, in place.
 *
 * The browser fires `selectionchange` some milliseconds after a click or an arrow key. A remote caret or edit that is
 * rendered in between would restore the old selection, and the next text would be typed there. So the browser's
 * selection is read before a remote change is rendered.
 */
export const OwnSelection = Extension.create<{ body: Y.XmlFragment }, OwnSelectionStorage>({
  name: 'ownSelection',
  // Before the collaboration plugins, whose listeners need the current selection.
  priority: 1100,
  addStorage: () => ({ view: null, held: null, applyingRemote: false }),
  addProseMirrorPlugins() {
    const { storage } = this;
    return [selectionPlugin(this.options.body, storage), scrollPlugin(storage)];
  },
  dispatchTransaction({ transaction, next }) {
    const { view } = this.storage;
    if (!view) next(transaction);
    else if (!transaction.docChanged)
      next(isEditorOnly(transaction) ? rebaseOnDomSelection(view, transaction) : transaction);
    else {
      const origin = originOf(transaction);
      if (origin === 'own') dispatchOwn(view, transaction, next, this.storage, this.options.body);
      if (origin === 'undone') next(undone(view, transaction, this.storage.held));
      if (origin === 'remote') dispatchRemote(view, transaction, next, this.storage);
    }
  },
});

type Dispatch = (transaction: Transaction) => void;

/** The selection is held for undo, which puts the caret back where it was before the change. */
function dispatchOwn(
  view: EditorView,
  transaction: Transaction,
  next: Dispatch,
  storage: OwnSelectionStorage,
  body: Y.XmlFragment,
): void {
  distinctBlocks(transaction);
  storage.held = holdSelection(view.state, body);
  next(transaction);
  storage.held = null;
}

function undone(
  { state, composing }: EditorView,
  whole: Transaction,
  held: HeldSelection | null,
): Transaction {
  const transaction = onlyChanges(state, whole);
  restoreSelection(state, transaction, held, composing);
  const remembered = managerOf(state)?.currStackItem?.meta.get(SELECTION) as HeldSelection | undefined;
  const caret = caretAfterUndo(transaction, remembered?.head);
  if (caret) transaction.setSelection(caret);
  return transaction.scrollIntoView();
}

function dispatchRemote(
  view: EditorView,
  whole: Transaction,
  next: Dispatch,
  storage: OwnSelectionStorage,
): void {
  const transaction = onlyChanges(view.state, whole);
  restoreSelection(view.state, transaction, storage.held, view.composing);
  storage.applyingRemote = true;
  try {
    next(transaction);
  } finally {
    storage.applyingRemote = false;
  }
}

/** A private part of ProseMirror: its observer of DOM changes and of the browser's selection. */
interface DomObserver {
  flush(): void;
  pendingRecords(): readonly unknown[];
}

function domObserverOf(view: EditorView): DomObserver {
  return (view as EditorView & { domObserver: DomObserver }).domObserver;
}

/** Read the browser's selection into the state now. During composition the input method owns it. */
function readSelection(view: EditorView): void {
  if (!view.isDestroyed && !view.composing) domObserverOf(view).flush();
}

function selectionPlugin(body: Y.XmlFragment, storage: OwnSelectionStorage): Plugin {
  const read = (view: EditorView) => {
    readSelection(view);
    return false;
  };
  return new Plugin({
    props: { handleDOMEvents: Object.fromEntries(SELECTION_EVENTS.map((event) => [event, read])) },
    view(view) {
      storage.view = view;
      const place = new EditorPlace(view, body);
      const hold = (doc: Y.Doc) => {
        if (doc._transaction?.origin === ySyncPluginKey) return;
        // Typed characters that are not read yet would be attributed to the remote transaction; they wait.
        if (domObserverOf(view).pendingRecords().length === 0) readSelection(view);
        storage.held = holdSelection(view.state, body);
        if (doc._transaction && !doc._transaction.local) place.hold();
      };
      const release = () => {
        storage.held = null;
        place.putBack();
      };
      const remember = ({ stackItem }: { stackItem: { meta: Map<unknown, unknown> } }) => {
        if (storage.held) stackItem.meta.set(SELECTION, storage.held);
      };
      const manager = managerOf(view.state);
      manager?.on('stack-item-added', remember);
      body.doc?.on('beforeAllTransactions', hold);
      body.doc?.on('afterAllTransactions', release);
      return {
        destroy() {
          manager?.off('stack-item-added', remember);
          body.doc?.off('beforeAllTransactions', hold);
          body.doc?.off('afterAllTransactions', release);
        },
      };
    },
  });
}

/**
 * Scrolls the page to the caret, but not for a remote change: `EditorPlace` keeps what is on the screen then.
 *
 * ProseMirror asks for the style of every element around the caret, and tries to scroll each, at every letter: 0.7 ms.
 */
function scrollPlugin(storage: OwnSelectionStorage): Plugin {
  const handleScrollToSelection = (view: EditorView) => {
    if (!storage.applyingRemote) scrollToCaret(view);
    return true;
  };
  return new Plugin({ props: { handleScrollToSelection } });
}

function scrollToCaret(view: EditorView): void {
  const { top, bottom } = view.coordsAtPos(view.state.selection.head, 1);
  const margin = view.someProp('scrollMargin') as { top: number; bottom: number };
  const above = top - margin.top;
  const below = bottom + margin.bottom - (visualViewport?.height ?? innerHeight);
  if (above < 0) scrollBy(0, above);
  else if (below > 0) scrollBy(0, Math.min(below, above));
}

function holdSelection({ doc, selection }: EditorState, body: Y.XmlFragment): HeldSelection | null {
  if (!(selection instanceof TextSelection)) return null;
  const anchor = stickyPositionAt(doc, selection.anchor, body);
  const head = selection.empty ? anchor : stickyPositionAt(doc, selection.head, body);
  return anchor && head && { anchor, head };
}

/** Whose change it is: an edit here, or the rendering of a change of the Y document by others or by undo and redo. */
function originOf(transaction: Transaction): 'own' | 'undone' | 'remote' {
  const meta = transaction.getMeta(ySyncPluginKey) as
    | { isChangeOrigin?: boolean; isUndoRedoOperation?: boolean }
    | undefined;
  if (!meta?.isChangeOrigin) return 'own';
  return meta.isUndoRedoOperation ? 'undone' : 'remote';
}

/** Restore the held selection, and the stored marks for the next typed text. */
function restoreSelection(
  before: EditorState,
  transaction: Transaction,
  held: HeldSelection | null,
  composing: boolean,
): void {
  if (!held) return;
  const anchor = resolveSticky(held.anchor, transaction.doc);
  const head = held.head === held.anchor ? anchor : resolveSticky(held.head, transaction.doc);
  transaction.setSelection(
    TextSelection.between(transaction.doc.resolve(anchor), transaction.doc.resolve(head)),
  );
  // Setting stored marks would end a composition.
  if (before.storedMarks && !composing) transaction.setStoredMarks(before.storedMarks);
}

/** Transactions for carets, comment decorations and the like, which change neither document nor selection. */
function isEditorOnly(transaction: Transaction): boolean {
  if (transaction.selectionSet) return false;
  // On focus and blur the browser has not set its selection yet, and ProseMirror handles it itself.
  return !transaction.getMeta('focus') && !transaction.getMeta('blur');
}

/** The same transaction, rebased on a selection change that the browser has not reported yet. */
function rebaseOnDomSelection(view: EditorView, transaction: Transaction): Transaction {
  const { state } = view;
  readSelection(view);
  if (view.state === state) return transaction;
  const rebased = view.state.tr;
  copyMeta(transaction, rebased);
  if (transaction.storedMarksSet) rebased.setStoredMarks(transaction.storedMarks);
  if (transaction.scrolledIntoView) rebased.scrollIntoView();
  return rebased;
}
