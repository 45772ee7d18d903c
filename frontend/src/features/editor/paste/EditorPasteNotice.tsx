import type { Editor } from '@tiptap/core';
import { useCell } from '../../../state/useCell';
import { PasteNotice } from './PasteNotice';

/** What is said of the last paste into `editor`. */
export function EditorPasteNotice({ editor }: { editor: Editor }) {
  const { said } = editor.storage.clipboard;
  const { news } = useCell(said);
  const close = () => {
    said.change({ news: null });
    editor.view.focus();
  };
  return <PasteNotice news={news} onClose={close} onTakenBack={close} />;
}
