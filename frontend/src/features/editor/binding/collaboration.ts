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
import { type CaretColour, caretPlugin } from './carets';
import { writeTyped } from './exactWriting';

interface CollaborationOptions {
  body: Y.XmlFragment;
  awareness: Awareness | null;
  colourOf: CaretColour;
  /** Content of a newer schema has arrived; the editor is detached from the document and must be unmounted. */
  onUnknownContent: () => void;
}

/** Binds the editor to `body`. A read-only editor never writes, and no editor ever seeds an empty part. */
export const Collaboration = Extension.create<CollaborationOptions, { undoManager: Y.UndoManager | null }>({
  name: 'collaboration',
  priority: 1000,
  addStorage: () => ({ undoManager: null }),
  addProseMirrorPlugins() {
    const { body, awareness, colourOf, onUnknownContent } = this.options;
    const undoManager = createUndoManager(body);
    this.storage.undoManager = undoManager;
    const plugins: Plugin[] = [
      guardedSync(ySyncPlugin(body) as Plugin, body, onUnknownContent),
      persistentUndo(yUndoPlugin({ undoManager })),
      readOnlyFilter(() => this.editor.isEditable),
    ];
    if (awareness) plugins.push(caretPlugin(awareness, colourOf));
    return plugins;
  },
  onDestroy() {
    this.storage.undoManager?.destroy();
  },
});

/** Undo for this editor's changes. Undoing an Enter must not delete a block that somebody else has written in since. */
function createUndoManager(body: Y.XmlFragment): Y.UndoManager {
  const kept = new Set(['block']);
  return new Y.UndoManager(body, {
    trackedOrigins: new Set([ySyncPluginKey]),
    deleteFilter: (item) => defaultDeleteFilter(item, kept),
    captureTransaction: (transaction) => transaction.meta.get('addToHistory') !== false,
  });
}

/**
 * Registering a plugin later (as comments do) re-creates every plugin view, and y-tiptap's undo plugin destroys its
 * undo manager with its view, after which undo does nothing. Here the manager lives as long as the editor.
 */
function persistentUndo(plugin: Plugin): Plugin {
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
 * y-tiptap's sync plugin writes the editor's document to Yjs after every state update. Two of these writes are
 * suppressed: a reader's, and the empty paragraph that ProseMirror renders while the part is empty.
 * The plugin also deletes content unknown to its schema, for everybody, so it is detached before that.
 */
function guardedSync(plugin: Plugin, body: Y.XmlFragment, onUnknownContent: () => void): Plugin {
  return new Plugin({
    ...plugin.spec,
    view(view) {
      let detached = false;
      const watch = (events: Y.YEvent<Y.AbstractType<unknown>>[]) => {
        if (detached || events.every((event) => isKnownContent(event.target))) return;
        detached = true;
        syncOf(view).binding?.destroy();
        onUnknownContent();
      };
      // Registered before the binding's own observer, which would delete the unknown content.
      body.observeDeep(watch);
      const inner = plugin.spec.view?.(view);
      return {
        update(current, previous) {
          if (detached || !current.editable || showsEmptyPart(current, body)) return;
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

/** Drops every local change of a read-only editor (by a shortcut, an extension or a command of the browser). */
function readOnlyFilter(mayWrite: () => boolean): Plugin {
  return new Plugin({
    filterTransaction: (tr) => !tr.docChanged || mayWrite() || tr.getMeta(ySyncPluginKey) !== undefined,
  });
}
