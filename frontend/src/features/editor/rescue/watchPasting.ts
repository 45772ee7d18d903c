import type { Editor } from '@tiptap/core';
import type { Transaction } from '@tiptap/pm/state';
import type { RemovedWords } from './removedWords';

const COPYING = ['copy', 'cut', 'dragstart'];

/** Tell `removed` of copying, and which edits insert from the clipboard or a drag. Returns a function that stops. */
export function watchPasting(editor: Editor, removed: RemovedWords): () => void {
  const follow = ({ transaction }: { transaction: Transaction }) => {
    removed.pasting = transaction.getMeta('paste') === true || transaction.getMeta('uiEvent') === 'drop';
  };
  const copies = () => removed.copies();
  const { dom } = editor.view;
  for (const event of COPYING) dom.addEventListener(event, copies, true);
  editor.on('beforeTransaction', follow);
  return () => {
    for (const event of COPYING) dom.removeEventListener(event, copies, true);
    editor.off('beforeTransaction', follow);
  };
}
