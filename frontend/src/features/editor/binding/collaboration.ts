import { Extension } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import {
  defaultDeleteFilter,
  type ProsemirrorBinding,
  ySyncPlugin,
  ySyncPluginKey,
  yUndoPlugin,
} from '@tiptap/y-tiptap';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { readBlock } from '../schema/block';
import { isKnownContent } from '../schema/knownContent';
import { caretPlugin } from './carets';
import { writeTyped } from './exactWriting';

interface CollaborationOptions {
  body: Y.XmlFragment;
  awareness: Awareness | null;
  /** Content of a newer schema has arrived; the editor has let go of the document and must be taken down. */
  onUnknownContent: () => void;
}

/** Binds the editor to `body`. A reader never writes, and nobody ever seeds an empty part. */
export const Collaboration = Extension.create<CollaborationOptions, { undoManager: Y.UndoManager | null }>({
  name: 'collaboration',
  priority: 1000,
  addStorage: () => ({ undoManager: null }),
  addProseMirrorPlugins() {
    const { body, awareness, onUnknownContent } = this.options;
    const undoManager = ownChanges(body);
    this.storage.undoManager = undoManager;
    const plugins: Plugin[] = [
      guarded(ySyncPlugin(body) as Plugin, body, onUnknownContent),
      lasting(yUndoPlugin({ undoManager })),
      readersChangeNothing(() => this.editor.isEditable),
    ];
    if (awareness) plugins.push(caretPlugin(awareness));
    return plugins;
  },
  onDestroy() {
    this.storage.undoManager?.destroy();
  },
});

/** Undo for what this editor did. Undoing my Enter must not take away a block somebody else writes in since. */
function ownChanges(body: Y.XmlFragment): Y.UndoManager {
  const kept = new Set(['block']);
  return new Y.UndoManager(body, {
    trackedOrigins: new Set([ySyncPluginKey]),
    deleteFilter: (item) => defaultDeleteFilter(item, kept),
    captureTransaction: (transaction) => transaction.meta.get('addToHistory') !== false,
  });
}

/**
 * Registering a plugin later (comments do) re-creates every plugin view, and y-tiptap's undo plugin destroys its
 * undo manager with its view: undo would be dead from then on. The manager lives as long as the editor instead.
 */
function lasting(plugin: Plugin): Plugin {
  let openedFor: EditorView | null = null;
  return new Plugin({
    ...plugin.spec,
    view(view) {
      if (openedFor !== view) plugin.spec.view?.(view);
      openedFor = view;
      return {};
    },
  });
}

/**
 * y-tiptap's sync plugin writes the editor's document to Yjs after every state update. Two of these writes must
 * not happen: a reader's, and the empty paragraph that ProseMirror shows while the part is empty.
 * It also deletes what its schema does not know, for everybody; so it lets go first.
 */
function guarded(plugin: Plugin, body: Y.XmlFragment, onUnknownContent: () => void): Plugin {
  return new Plugin({
    ...plugin.spec,
    view(view) {
      let letGo = false;
      const watch = (events: Y.YEvent<Y.AbstractType<unknown>>[]) => {
        if (letGo || events.every((event) => isKnownContent(event.target))) return;
        letGo = true;
        syncOf(view).binding?.destroy();
        onUnknownContent();
      };
      // Before the binding's own observer, which would delete the unknown.
      body.observeDeep(watch);
      const inner = plugin.spec.view?.(view);
      return {
        update(current, previous) {
          if (letGo || !current.editable || showsEmptyPart(current, body)) return;
          const { binding, addToHistory } = syncOf(current);
          if (binding) writeTyped(binding, previous.doc, current.state, addToHistory !== false);
          inner?.update?.(current, previous);
        },
        destroy() {
          body.unobserveDeep(watch);
          inner?.destroy?.();
        },
      };
    },
  });
}

function syncOf(view: EditorView): { binding?: ProsemirrorBinding; addToHistory?: boolean } {
  return ySyncPluginKey.getState(view.state) ?? {};
}

function showsEmptyPart(view: EditorView, body: Y.XmlFragment): boolean {
  const { doc } = view.state;
  const only = doc.firstChild;
  if (body.length > 0 || doc.childCount > 1 || !only || only.content.size > 0) return false;
  return readBlock(only.attrs).kind === 'paragraph';
}

/** Whatever tries to change a reader's editor (a shortcut, an extension, a browser's own command) is dropped. */
function readersChangeNothing(mayWrite: () => boolean): Plugin {
  return new Plugin({
    filterTransaction: (tr) => !tr.docChanged || mayWrite() || tr.getMeta(ySyncPluginKey) !== undefined,
  });
}
