import type { Editor } from '@tiptap/core';
import { EDGES } from '../../../ui/edges/useEdges';

/** Kept free around the line being written, px. */
const LINE = 12;

/**
 * The margins within which ProseMirror scrolls the caret into view: what covers the window's edges now. The bar and the
 * toolbar stay at the upper edge, and notices at the lower one; all of them change their height.
 */
export function scrollMarginOf(element: Element) {
  return {
    left: 0,
    right: 0,
    get top() {
      const toolbar = element.closest('.part-editor')?.querySelector<HTMLElement>('.toolbar');
      if (!toolbar) return LINE;
      const { top } = getComputedStyle(toolbar);
      return (Number.parseFloat(top) || 0) + toolbar.offsetHeight + LINE;
    },
    get bottom() {
      return coveredFoot() + LINE;
    },
  };
}

/** How much of the visible window's lower edge is covered. */
function coveredFoot(): number {
  const end = window.visualViewport?.height ?? window.innerHeight;
  const tops = [...document.querySelectorAll('[data-covers-foot]')].map((each) => {
    const { top, height } = each.getBoundingClientRect();
    return height > 0 ? top : end;
  });
  // Never more than half: the caret must fit between both margins.
  return Math.min(Math.max(0, end - Math.min(end, ...tops)), end / 2);
}

/** Keep the line being written in view when a bar, a notice or a keyboard comes over it. Returns a function that stops. */
export function keepLineInView(editor: Editor): () => void {
  const look = () => {
    if (!editor.isDestroyed && editor.view.hasFocus()) editor.view.dispatch(editor.state.tr.scrollIntoView());
  };
  window.addEventListener(EDGES, look);
  return () => window.removeEventListener(EDGES, look);
}
