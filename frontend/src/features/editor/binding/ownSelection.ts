import { Extension } from '@tiptap/core';
import { type EditorState, Plugin, TextSelection, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import { resolveSticky, type StickyPosition, stickyPositionAt } from './stickyPosition';

interface HeldSelection {
  anchor: StickyPosition;
  head: StickyPosition;
}

interface OwnSelectionStorage {
  /** Set when the view is created; Tiptap sets its own reference only after the first transactions. */
  view: EditorView | null;
  held: HeldSelection | null;
  /** True while a remote change is applied, during which nothing scrolls. */
  applyingRemote: boolean;
}

/** Events whose handlers use the selection; the browser may have moved it without an event so far. */
const SELECTION_EVENTS = ['keydown', 'paste', 'cut', 'copy'] as const;

/**
 * Keeps the local selection in place during remote changes.
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
    return [selectionPlugin(this.options.body, storage), noScrollPlugin(storage)];
  },
  dispatchTransaction({ transaction, next }) {
    const { view } = this.storage;
    if (!view) return next(transaction);
    const change = changeOf(transaction);
    if (change === 'undone' && !transaction.selectionSet) {
      // The position of the edit is gone. Without a selection the caret would move to the end of the part.
      restoreSelection(view.state, transaction, this.storage.held, view.composing);
    }
    if (change === 'remote') {
      restoreSelection(view.state, transaction, this.storage.held, view.composing);
      this.storage.applyingRemote = true;
      try {
        next(transaction);
      } finally {
        this.storage.applyingRemote = false;
      }
    } else next(isEditorOnly(transaction) ? rebaseOnDomSelection(view, transaction) : transaction);
  },
});

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
      const hold = (doc: Y.Doc) => {
        if (doc._transaction?.origin === ySyncPluginKey) return;
        // Typed characters that are not read yet would be attributed to the remote transaction; they wait.
        if (domObserverOf(view).pendingRecords().length === 0) readSelection(view);
        storage.held = holdSelection(view.state, body);
      };
      const release = () => {
        storage.held = null;
      };
      body.doc?.on('beforeAllTransactions', hold);
      body.doc?.on('afterAllTransactions', release);
      return {
        destroy() {
          body.doc?.off('beforeAllTransactions', hold);
          body.doc?.off('afterAllTransactions', release);
        },
      };
    },
  });
}

/** Remote changes must not scroll the page; the browser keeps the visible text in place. */
function noScrollPlugin(storage: OwnSelectionStorage): Plugin {
  return new Plugin({ props: { handleScrollToSelection: () => storage.applyingRemote } });
}

function holdSelection({ doc, selection }: EditorState, body: Y.XmlFragment): HeldSelection | null {
  if (!(selection instanceof TextSelection)) return null;
  const anchor = stickyPositionAt(doc, selection.anchor, body);
  const head = selection.empty ? anchor : stickyPositionAt(doc, selection.head, body);
  return anchor && head && { anchor, head };
}

/** Whether the transaction renders a change of the Y document: remote, or a local undo or redo. */
function changeOf(transaction: Transaction): 'remote' | 'undone' | null {
  const meta = transaction.getMeta(ySyncPluginKey) as
    | { isChangeOrigin?: boolean; isUndoRedoOperation?: boolean }
    | undefined;
  if (!transaction.docChanged || !meta?.isChangeOrigin) return null;
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
  const [anchor, head] = [
    resolveSticky(held.anchor, transaction.doc),
    resolveSticky(held.head, transaction.doc),
  ];
  transaction.setSelection(
    TextSelection.between(transaction.doc.resolve(anchor), transaction.doc.resolve(head)),
  );
  // Setting stored marks would end a composition.
  if (before.storedMarks && !composing) transaction.setStoredMarks(before.storedMarks);
}

/** Transactions for carets, comment decorations and the like, which change neither document nor selection. */
function isEditorOnly(transaction: Transaction): boolean {
  if (transaction.docChanged || transaction.selectionSet) return false;
  // On focus and blur the browser has not set its selection yet, and ProseMirror handles it itself.
  return !transaction.getMeta('focus') && !transaction.getMeta('blur');
}

/** The same transaction, rebased on a selection change that the browser has not reported yet. */
function rebaseOnDomSelection(view: EditorView, transaction: Transaction): Transaction {
  const { state } = view;
  readSelection(view);
  if (view.state === state) return transaction;
  const rebased = view.state.tr;
  const { meta } = transaction as unknown as { meta: Record<string, unknown> };
  for (const [key, value] of Object.entries(meta)) rebased.setMeta(key, value);
  if (transaction.storedMarksSet) rebased.setStoredMarks(transaction.storedMarks);
  if (transaction.scrolledIntoView) rebased.scrollIntoView();
  return rebased;
}
