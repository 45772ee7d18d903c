import type { Editor } from '@tiptap/core';

/** The lower edge, in the window, of the bars that stick above the text of an editor. */
export function clearOf(editor: Editor): number {
  const bars = [
    document.querySelector('header'),
    editor.view.dom.closest('.part-editor')?.querySelector('[role="toolbar"]'),
  ];
  return Math.max(0, ...bars.map((bar) => bar?.getBoundingClientRect().bottom ?? 0));
}
