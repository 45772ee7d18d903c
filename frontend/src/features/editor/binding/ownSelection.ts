import { Extension } from '@tiptap/core';
import { type EditorState, Plugin, TextSelection, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import { type Place, placeAt, positionOf } from './stickyPosition';

interface Held {
  anchor: Place;
  head: Place;
}

interface OwnSelectionStorage {
  /** Known from when it is made; Tiptap knows it only after the first transactions. */
  view: EditorView | null;
  held: Held | null;
  /** While somebody else's change is shown; nothing scrolls then. */
  othersChange: boolean;
}

/** Events whose handlers act on the selection; the browser may have moved it without having said so yet. */
const ACTING = ['keydown', 'paste', 'cut', 'copy'] as const;

/**
 * My selection stays where I put it, whatever others do in the meantime.
 *
 * The browser tells of a moved selection (`selectionchange`) some milliseconds after a click or an arrow key. A
 * caret or an edit of somebody else that is shown in between would put the old selection back, and what I type
 * next would stand there. So the browser's selection is read before anything of theirs is shown.
 */
export const OwnSelection = Extension.create<{ body: Y.XmlFragment }, OwnSelectionStorage>({
  name: 'ownSelection',
  // Before the collaboration's plugins: its listeners must find the selection read.
  priority: 1100,
  addStorage: () => ({ view: null, held: null, othersChange: false }),
  addProseMirrorPlugins() {
    const { storage } = this;
    return [watching(this.options.body, storage), noScrolling(storage)];
  },
  dispatchTransaction({ transaction, next }) {
    const { view } = this.storage;
    if (!view) return next(transaction);
    const change = changeOf(transaction);
    if (change === 'undone' && !transaction.selectionSet) {
      // The place of the edit is gone. Without a selection the caret would go to the end of the part.
      stay(view.state, transaction, this.storage.held, view.composing);
    }
    if (change === "others'") {
      stay(view.state, transaction, this.storage.held, view.composing);
      this.storage.othersChange = true;
      try {
        next(transaction);
      } finally {
        this.storage.othersChange = false;
      }
    } else next(isOfTheEditorAlone(transaction) ? afterReading(view, transaction) : transaction);
  },
});

/** What ProseMirror keeps to itself: its reader of what the browser did to the text and the selection. */
interface Reader {
  flush(): void;
  pendingRecords(): readonly unknown[];
}

function readerOf(view: EditorView): Reader {
  return (view as EditorView & { domObserver: Reader }).domObserver;
}

/** Take the browser's selection into the state now. During composition the input method owns it. */
function readSelection(view: EditorView): void {
  if (!view.isDestroyed && !view.composing) readerOf(view).flush();
}

function watching(body: Y.XmlFragment, storage: OwnSelectionStorage): Plugin {
  const read = (view: EditorView) => {
    readSelection(view);
    return false;
  };
  return new Plugin({
    props: { handleDOMEvents: Object.fromEntries(ACTING.map((event) => [event, read])) },
    view(view) {
      storage.view = view;
      const hold = (doc: Y.Doc) => {
        if (doc._transaction?.origin === ySyncPluginKey) return;
        // Letters that are not read yet would be written in somebody else's name; they wait.
        if (readerOf(view).pendingRecords().length === 0) readSelection(view);
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

/** What others write must not move what I read; the browser itself keeps it in place. */
function noScrolling(storage: OwnSelectionStorage): Plugin {
  return new Plugin({ props: { handleScrollToSelection: () => storage.othersChange } });
}

function holdSelection({ doc, selection }: EditorState, body: Y.XmlFragment): Held | null {
  if (!(selection instanceof TextSelection)) return null;
  const anchor = placeAt(doc, selection.anchor, body);
  const head = selection.empty ? anchor : placeAt(doc, selection.head, body);
  return anchor && head && { anchor, head };
}

/** Whether the transaction shows a change of the document in Yjs, and whose. */
function changeOf(transaction: Transaction): "others'" | 'undone' | null {
  const meta = transaction.getMeta(ySyncPluginKey) as
    | { isChangeOrigin?: boolean; isUndoRedoOperation?: boolean }
    | undefined;
  if (!transaction.docChanged || !meta?.isChangeOrigin) return null;
  return meta.isUndoRedoOperation ? 'undone' : "others'";
}

/** Put my selection back where it stood, and the marks I chose for what I type next. */
function stay(before: EditorState, transaction: Transaction, held: Held | null, composing: boolean): void {
  if (!held) return;
  const [anchor, head] = [positionOf(held.anchor, transaction.doc), positionOf(held.head, transaction.doc)];
  transaction.setSelection(
    TextSelection.between(transaction.doc.resolve(anchor), transaction.doc.resolve(head)),
  );
  // New marks would end a composition.
  if (before.storedMarks && !composing) transaction.setStoredMarks(before.storedMarks);
}

/** Carets, comments' words and the like: nothing of the document, nothing of the selection. */
function isOfTheEditorAlone(transaction: Transaction): boolean {
  if (transaction.docChanged || transaction.selectionSet) return false;
  // At these the browser has not put the selection in its place yet, and ProseMirror has its own way with it.
  return !transaction.getMeta('focus') && !transaction.getMeta('blur');
}

/** The same transaction on top of what the browser has not told yet. */
function afterReading(view: EditorView, transaction: Transaction): Transaction {
  const { state } = view;
  readSelection(view);
  if (view.state === state) return transaction;
  const anew = view.state.tr;
  const { meta } = transaction as unknown as { meta: Record<string, unknown> };
  for (const [key, value] of Object.entries(meta)) anew.setMeta(key, value);
  if (transaction.storedMarksSet) anew.setStoredMarks(transaction.storedMarks);
  if (transaction.scrolledIntoView) anew.scrollIntoView();
  return anew;
}
