import type { Editor } from '@tiptap/core';

/** Words that were selected are marked in another way from here on. */
export function clearSelection(editor: Editor | null): void {
  if (!editor) return;
  editor.commands.setTextSelection(editor.state.selection.to);
  if (!editor.isEditable) window.getSelection()?.removeAllRanges();
}
