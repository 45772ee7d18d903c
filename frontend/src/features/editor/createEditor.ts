import { Editor } from '@tiptap/core';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { CaretColour } from './binding/carets';
import { Collaboration } from './binding/collaboration';
import { OwnSelection } from './binding/ownSelection';
import { Undo } from './binding/undo';
import { InputRules } from './input/inputRules';
import { Keys } from './input/keys';
import { Clipboard } from './paste/clipboard';
import { ListSemantics } from './schema/listDecorations';
import { SCHEMA_EXTENSIONS } from './schema/schema';

interface EditorOptions {
  element: HTMLElement;
  body: Y.XmlFragment;
  awareness: Awareness | null;
  colourOf: CaretColour;
  editable: boolean;
  attributes: (isEmpty: boolean) => Record<string, string>;
  openLinkDialog: () => void;
  leaveForToolbar: () => void;
  onUnknownContent: () => void;
}

/** Margin kept around the caret when scrolling, px: the page's bar and the toolbar (two rows on a phone) are sticky. */
const SCROLL_MARGIN = { top: 180, right: 0, bottom: 48, left: 0 };

/** Create the editor of a part's body, with only our own schema, keys and clipboard; no styles are injected. */
export function createEditor(options: EditorOptions): Editor {
  const { element, body, awareness, colourOf, editable, attributes, onUnknownContent } = options;
  return new Editor({
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
      OwnSelection.configure({ body }),
      Undo.configure({ body }),
      Collaboration.configure({ body, awareness, colourOf, onUnknownContent }),
      Keys.configure({ openLinkDialog: options.openLinkDialog, leaveForToolbar: options.leaveForToolbar }),
      InputRules,
      Clipboard,
      ListSemantics,
    ],
    editorProps: {
      attributes: ({ doc }) => attributes(doc.childCount === 1 && doc.firstChild?.content.size === 0),
      handleClick: openLinkOnModifiedClick,
      scrollThreshold: SCROLL_MARGIN,
      scrollMargin: SCROLL_MARGIN,
    },
  });
}

/** In an editable text a click sets the caret; with Ctrl or Cmd it opens the link. */
function openLinkOnModifiedClick(_view: unknown, _pos: number, event: MouseEvent): boolean {
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (!link || !(event.ctrlKey || event.metaKey)) return false;
  window.open(link.getAttribute('href') ?? '', '_blank', 'noopener,noreferrer');
  return true;
}
