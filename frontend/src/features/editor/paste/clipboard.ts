import { Extension } from '@tiptap/core';
import { Plugin, TextSelection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { StateCell } from '../../../state/stateCell';
import { managerOf } from '../binding/undo';
import { hrefFromTyping } from '../schema/safeHref';
import { BlockSerializer, toPlainText, wordsOnly } from './copyOut';
import { insertBlocks } from './insertBlocks';
import { label, type PasteNews } from './news';
import { readPasted } from './reading/pasted';
import { recordPaste } from './takeBack';

export interface ClipboardStorage {
  /** The account and the way back of the last paste, or null where nothing is to be said. */
  said: StateCell<{ news: PasteNews | null }>;
}

declare module '@tiptap/core' {
  interface Storage {
    clipboard: ClipboardStorage;
  }
}

/** Cleans pasted and dropped content to the document shape; copied content is ordinary HTML and text. */
export const Clipboard = Extension.create<object, ClipboardStorage>({
  name: 'clipboard',
  addStorage: () => ({ said: new StateCell<{ news: PasteNews | null }>({ news: null }) }),
  addProseMirrorPlugins() {
    let plainOnly = false;
    const { editor, storage } = this;
    const insert = (view: EditorView, event: Event, data: DataTransfer, plain: boolean): true => {
      event.preventDefault();
      if (view.editable) {
        storage.said.change({ news: null });
        const forget = () => storage.said.change({ news: null });
        storage.said.change({ news: insertFrom(view, data, plain, forget) });
      }
      return true;
    };
    return [
      new Plugin({
        props: {
          clipboardSerializer: BlockSerializer.for(editor.schema, () => editor.state),
          clipboardTextSerializer: (slice, view) => toPlainText(slice, view.state),
          transformCopied: (slice, view) => wordsOnly(slice, view.state.selection.$from.parent.content.size),
          handleKeyDown: (_, event) => {
            plainOnly = event.shiftKey && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'v';
            return false;
          },
          handleDOMEvents: {
            paste: (view, event) => {
              const plain = plainOnly;
              plainOnly = false;
              return event.clipboardData !== null && insert(view, event, event.clipboardData, plain);
            },
            drop: (view, event) => {
              // ProseMirror itself handles a drag within the editor.
              if (view.dragging !== null || event.dataTransfer === null) return false;
              const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
              if (at && view.editable) {
                const $at = view.state.doc.resolve(at.pos);
                view.dispatch(view.state.tr.setSelection(TextSelection.near($at)));
                view.focus();
              }
              return insert(view, event, event.dataTransfer, false);
            },
          },
        },
      }),
    ];
  },
});

/**
 * Insert the content of `data`. Handled before ProseMirror parses the HTML, whose style attributes would violate the
 * content security policy; and always handled, so that nothing bypasses the cleaning by the browser's own paste.
 */
function insertFrom(
  view: EditorView,
  data: DataTransfer,
  plain: boolean,
  onUndone: () => void,
): PasteNews | null {
  if (linkSelection(view, data.getData('text/plain'))) return null;
  const { blocks, account } = readPasted(data, label, plain);
  const takeBack = recordPaste(managerOf(view.state), () => insertBlocks(view, blocks), onUndone);
  return account.isSilent ? null : { account, takeBack };
}

/** An address pasted over selected text makes it a link, as in other editors. */
function linkSelection(view: EditorView, text: string): boolean {
  const { empty, $from, $to } = view.state.selection;
  const address = text.trim();
  if (empty || !$from.sameParent($to) || !/^(?:https?:\/\/|mailto:|tel:)\S+$/i.test(address)) return false;
  const href = hrefFromTyping(address);
  if (href === null) return false;
  view.dispatch(view.state.tr.addMark($from.pos, $to.pos, view.state.schema.mark('link', { href })));
  return true;
}
