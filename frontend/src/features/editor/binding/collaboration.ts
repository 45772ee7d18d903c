import { Extension, type JSONContent } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { initProseMirrorDoc, type ProsemirrorBinding, ySyncPlugin, ySyncPluginKey } from '@tiptap/y-tiptap';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { readBlock } from '../schema/block';
import { isKnownBlock, isKnownContent } from '../schema/knownContent';
import { caretPlugin } from './caretPlugin';
import type { CaretColour } from './carets';
import { writeExactly } from './writing/exactWriting';
import { ownSteps } from './writing/ownSteps';

interface CollaborationOptions {
  body: Y.XmlFragment;
  awareness: Awareness | null;
  colourOf: CaretColour;
  /** Content of a newer schema has arrived; the editor is detached from the document and must be unmounted. */
  onUnknownContent: () => void;
}

interface CollaborationStorage {
  nodes: KeptNodes;
}

/**
 * The node that renders each Y type, kept until the type changes.
 *
 * y-tiptap clears them at every remote change. Then every block is a new one to ProseMirror, which draws all of them
 * again, with its elements used in order: after an Enter each would show its neighbour's words.
 */
class KeptNodes extends Map<Y.AbstractType<unknown>, Node | Node[]> {
  override clear(): void {}
}

/** Binds the editor to `body`. A read-only editor never writes, and no editor ever seeds an empty part. */
export const Collaboration = Extension.create<CollaborationOptions, CollaborationStorage>({
  name: 'collaboration',
  priority: 1000,
  addStorage: () => ({ nodes: new KeptNodes() }),
  onBeforeCreate() {
    const { doc, mapping } = initProseMirrorDoc(this.options.body, this.editor.schema);
    this.storage.nodes = new KeptNodes(mapping);
    // Tiptap takes a node as it is; its type does not say so.
    if (doc.childCount > 0) this.editor.options.content = doc as unknown as JSONContent;
  },
  addProseMirrorPlugins() {
    const { body, awareness, colourOf, onUnknownContent } = this.options;
    const sync = ySyncPlugin(body, { mapping: this.storage.nodes }) as Plugin;
    const plugins = [
      ownSteps(),
      guardedSync(sync, body, onUnknownContent, () => this.editor.storage.suggesting?.on !== true),
      readOnlyFilter(() => this.editor.isEditable),
    ];
    if (awareness) plugins.push(caretPlugin(awareness, body, colourOf));
    return plugins;
  },
});

/**
 * y-tiptap's sync plugin writes the editor's document to Yjs after every state update. Some of these writes are
 * suppressed: a reader's, those of somebody who suggests, and the empty paragraph that ProseMirror renders while the part is empty.
 * The plugin also deletes content unknown to its schema, for everybody, so it is detached before that.
 */
function guardedSync(
  plugin: Plugin,
  body: Y.XmlFragment,
  onUnknownContent: () => void,
  mayWrite: () => boolean,
): Plugin {
  return new Plugin({
    ...plugin.spec,
    view(view) {
      let detached = false;
      const watch = (events: Y.YEvent<Y.AbstractType<unknown>>[]) => {
        if (detached || events.every(bringsKnown)) return;
        detached = true;
        syncOf(view).binding?.destroy();
        onUnknownContent();
      };
      // Registered before the binding's own observer, which would delete the unknown content.
      body.observeDeep(watch);
      const inner = plugin.spec.view?.(view);
      const { binding: bound } = syncOf(view);
      // The library's own way to keep the selection reads the whole text; `OwnSelection` keeps it.
      if (bound) body.doc?.off('beforeAllTransactions', bound.beforeAllTransactions);
      return {
        update(current, previous) {
          if (detached || !current.editable || !mayWrite() || showsEmptyPart(current, body)) return;
          const { binding, addToHistory } = syncOf(current);
          if (binding && writeExactly(binding, current.state, addToHistory !== false)) return;
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

/** Whether this page knows what an event brought; the other blocks of the body have been looked at before. */
function bringsKnown(event: Y.YEvent<Y.AbstractType<unknown>>): boolean {
  const { target } = event;
  if (target instanceof Y.XmlElement || !(target instanceof Y.XmlFragment)) return isKnownContent(target);
  return [...event.changes.added].every(({ content }) => content.getContent().every(isKnownBlock));
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
