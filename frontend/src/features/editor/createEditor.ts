import { Editor } from '@tiptap/core';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { CaretColour } from './binding/carets';
import { Collaboration } from './binding/collaboration';
import { OwnSelection } from './binding/ownSelection';
import { Undo } from './binding/undo';
import { InputRules } from './input/inputRules';
import { Keys } from './input/keys';
import { openOnModifiedClick } from './input/openLink';
import { scrollMarginOf } from './input/scrollMargin';
import { Suggesting } from './input/suggesting';
import { Clipboard } from './paste/clipboard';
import { ListSemantics } from './schema/listDecorations';
import { SCHEMA_EXTENSIONS } from './schema/schema';

interface EditorOptions {
  element: HTMLElement;
  body: Y.XmlFragment;
  awareness: Awareness | null;
  colourOf: CaretColour;
  editable: boolean;
  /** Whether what is written becomes suggestions. */
  suggests?: boolean;
  attributes: (isEmpty: boolean) => Record<string, string>;
  openLinkDialog: () => void;
  openHelp?: () => void;
  leaveForToolbar: () => void;
  onUnknownContent: () => void;
}

/** Create the editor of a part's body, with only our own schema, keys and clipboard; no styles are injected. */
export function createEditor(options: EditorOptions): Editor {
  const { element, body, awareness, colourOf, editable, attributes, onUnknownContent } = options;
  const margin = scrollMarginOf(element);
  const editor = new Editor({
    element,
    editable,
    injectCSS: false,
    // Tiptap's keymap re-creates nodes, its clipboard lacks our lists, and its text direction adds an attribute.
    enableCoreExtensions: {
      keymap: false,
      clipboardTextSerializer: false,
      textDirection: false,
      delete: false,
    },
    enableInputRules: false,
    enablePasteRules: false,
    extensions: [
      ...SCHEMA_EXTENSIONS,
      Suggesting,
      OwnSelection.configure({ body }),
      Undo.configure({ body }),
      Collaboration.configure({ body, awareness, colourOf, onUnknownContent }),
      Keys.configure({
        openLinkDialog: options.openLinkDialog,
        openHelp: options.openHelp ?? (() => undefined),
        leaveForToolbar: options.leaveForToolbar,
      }),
      InputRules,
      Clipboard,
      ListSemantics,
    ],
    editorProps: {
      attributes: ({ doc }) => attributes(doc.childCount === 1 && doc.firstChild?.content.size === 0),
      handleClick: openOnModifiedClick,
      scrollThreshold: margin,
      scrollMargin: margin,
    },
  });
  editor.storage.suggesting.on = options.suggests ?? false;
  return editor;
}
