import type { EditorView } from '@tiptap/pm/view';

/** The binding puts it beside carets. */
const JOINER = '\u2060';

/** Whether the words on the screen are those of the document: a browser that translates a page replaces them. */
export function isShownAsWritten(view: EditorView): boolean {
  let same = true;
  view.state.doc.forEach((block, pos) => {
    const element = same ? view.nodeDOM(pos) : null;
    if (element && wordsIn(element) !== block.textContent.replaceAll(JOINER, '')) same = false;
  });
  return same;
}

/** Without carets and the like, which are no words of the document. */
function wordsIn(element: Node): string {
  if (element instanceof Text) return element.data.replaceAll(JOINER, '');
  if (element instanceof Element && element.matches('.ProseMirror-widget')) return '';
  return [...element.childNodes].map(wordsIn).join('');
}
