import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { type EditorState, Plugin, type Selection, TextSelection, type Transaction } from '@tiptap/pm/state';
import { ReplaceStep } from '@tiptap/pm/transform';
import { defaultDeleteFilter, ySyncPluginKey, yUndoPluginKey } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { changedRange } from './onlyChanges';
import { resolveAnchor, type StickyPosition } from './stickyPosition';

/** Letters typed, or removed, one after the other. */
interface Stretch {
  kind: 'typed' | 'removed';
  /** Where the next one belongs. */
  at: number;
  /** Whether letters were among it: a space after them begins the next word. */
  hasWord: boolean;
}

interface UndoStorage {
  manager: Y.UndoManager | null;
  stretch: Stretch | null;
}

/**
 * Undo of the changes made in this editor, never of anybody else's.
 *
 * One step is a word with what is before it, a stretch of removed letters, or one command; a pause ends it too.
 */
export const Undo = Extension.create<{ body: Y.XmlFragment }, UndoStorage>({
  name: 'undo',
  // After `OwnSelection`, which makes the changes of others small enough to map positions through.
  priority: 1050,
  addStorage: () => ({ manager: null, stretch: null }),
  addProseMirrorPlugins() {
    this.storage.manager = createManager(this.options.body);
    return [undoPlugin(this.storage.manager)];
  },
  dispatchTransaction({ transaction, next }) {
    if (transaction.docChanged)
      this.storage.stretch =
        this.storage.manager && follow(this.storage.manager, this.storage.stretch, transaction);
    next(transaction);
  },
  onDestroy() {
    this.storage.manager?.destroy();
  },
});

/** Undoing an Enter must not delete a block that somebody else has written in since. */
function createManager(body: Y.XmlFragment): Y.UndoManager {
  const kept = new Set(['block']);
  return new Y.UndoManager(body, {
    trackedOrigins: new Set([ySyncPluginKey]),
    deleteFilter: (item) => defaultDeleteFilter(item, kept),
    captureTransaction: (transaction) => transaction.meta.get('addToHistory') !== false,
  });
}

/** Under y-tiptap's key, so that its commands undo with this manager, which lives as long as the editor. */
function undoPlugin(manager: Y.UndoManager): Plugin {
  const shared = { undoManager: manager };
  return new Plugin({
    key: yUndoPluginKey,
    state: { init: () => shared, apply: () => shared },
    props: {
      handleDOMEvents: {
        // From the browser's menu, or by shaking a phone: its own undo would restore what others have changed since.
        beforeinput: (_view, event) => {
          if (event.inputType !== 'historyUndo' && event.inputType !== 'historyRedo') return false;
          event.preventDefault();
          if (event.inputType === 'historyUndo') manager.undo();
          else manager.redo();
          return true;
        },
      },
    },
  });
}

export function managerOf(state: EditorState): Y.UndoManager | undefined {
  return (yUndoPluginKey.getState(state) as { undoManager: Y.UndoManager } | undefined)?.undoManager;
}

interface Replacement {
  from: number;
  to: number;
  text: string;
}

/** The only replacement in one block that a change consists of, if it is one. */
function replacement({ steps, before }: Transaction): Replacement | null {
  const [step, second] = steps;
  if (!(step instanceof ReplaceStep) || second) return null;
  const { from, to, slice } = step;
  if (!before.resolve(from).sameParent(before.resolve(to))) return null;
  const text = slice.content.textBetween(0, slice.content.size, '', '');
  return text.length === slice.size ? { from, to, text } : null;
}

/** The stretch after a change; ends the manager's step if the change does not go on with the one before. */
function follow(manager: Y.UndoManager, before: Stretch | null, transaction: Transaction): Stretch | null {
  const meta = transaction.getMeta(ySyncPluginKey) as { isUndoRedoOperation?: boolean } | undefined;
  if (meta?.isUndoRedoOperation) return null;
  if (meta) return before && { ...before, at: transaction.mapping.map(before.at) };
  const replaced = replacement(transaction);
  const goesOn = before !== null && replaced !== null && continues(before, replaced);
  if (!goesOn) manager.stopCapturing();
  return replaced && stretchOf(replaced, goesOn && before.hasWord);
}

function continues({ kind, at, hasWord }: Stretch, { from, to, text }: Replacement): boolean {
  if (kind === 'removed') return text === '' && (from === at || to === at);
  return text !== '' && from <= at && at <= to && !(hasWord && /^\s/u.test(text));
}

function stretchOf({ from, text }: Replacement, hadWord: boolean): Stretch {
  const hasWord = hadWord || /[\p{L}\p{N}]/u.test(text);
  return { kind: text ? 'typed' : 'removed', at: from + text.length, hasWord };
}

/**
 * The caret after an undo or redo that changed words: where it was before they were changed (`remembered`), if that is
 * beside them; otherwise behind what came back. Null if only their look changed.
 */
export function caretAfterUndo({ before, doc }: Transaction, remembered?: StickyPosition): Selection | null {
  const changed = changedRange(before.content, doc.content);
  if (!changed) return null;
  const { from, to, end } = changed;
  if (wordsIn(before, from, to) === wordsIn(doc, from, end)) return null;
  const there = remembered ? resolveAnchor(remembered, doc) : null;
  const isBeside = there !== null && from <= there && there <= end;
  return TextSelection.near(doc.resolve(isBeside ? there : end), -1);
}

const wordsIn = (document: Node, from: number, to: number) => document.textBetween(from, to, '\n', '\n');
