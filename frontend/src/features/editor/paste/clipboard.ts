import { Extension } from '@tiptap/core';
import { Plugin, TextSelection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { hrefFromTyping } from '../schema/safeHref';
import type { CleanBlock } from './cleanBlocks';
import { cleanHtml } from './cleanHtml';
import { cleanText } from './cleanText';
import { BlockSerializer, toPlainText, wordsOnly } from './copyOut';
import { insertBlocks } from './insertBlocks';

/** Cleans pasted and dropped content to the document shape; copied content is ordinary HTML and text. */
export const Clipboard = Extension.create({
  name: 'clipboard',
  addProseMirrorPlugins() {
    let plainOnly = false;
    return [
      new Plugin({
        props: {
          clipboardSerializer: BlockSerializer.for(this.editor.schema),
          clipboardTextSerializer: toPlainText,
          transformCopied: (slice, view) => wordsOnly(slice, view.state.selection.$from.parent.content.size),
          handleKeyDown: (_, event) => {
            plainOnly = event.shiftKey && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'v';
            return false;
          },
          handleDOMEvents: {
            paste: (view, event) => {
              const plain = plainOnly;
              plainOnly = false;
              return event.clipboardData !== null && insertFrom(view, event, event.clipboardData, plain);
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
              return insertFrom(view, event, event.dataTransfer, false);
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
function insertFrom(view: EditorView, event: Event, data: DataTransfer, plainOnly: boolean): true {
  event.preventDefault();
  const text = data.getData('text/plain');
  if (view.editable && !linkSelection(view, text)) {
    insertBlocks(view, read(data.getData('text/html'), text, plainOnly));
  }
  return true;
}

function read(html: string, text: string, plainOnly: boolean): CleanBlock[] {
  const blocks = html !== '' && !plainOnly ? cleanHtml(html) : [];
  return blocks.length > 0 ? blocks : cleanText(text);
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
