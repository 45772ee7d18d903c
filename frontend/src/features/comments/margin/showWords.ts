import type { Editor } from '@tiptap/core';
import { wordsOf } from '../words/positions';

/** Scroll the quoted words of a thread into view, and go there with the keyboard too. */
export function showWords(editor: Editor, thread: string): void {
  const words = wordsOf(editor.view.dom, thread);
  if (!words) return;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  words.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' });
  if (editor.isEditable) {
    const at = editor.view.posAtDOM(words, 0);
    editor.chain().setTextSelection(at).focus(null, { scrollIntoView: false }).run();
  } else words.focus({ preventScroll: true });
}
