import { useLayoutEffect } from 'react';

/** What style sheets ask of the whole page, as `data-…` of its root. */
type Mark = 'notices' | 'part' | 'toolbar';

/**
 * A style sheet could ask with `:has()` by itself, but one that does so of an element around the text lets the browser
 * look at every block again, and at the whole page, for each Enter that anybody presses.
 */
export function markPage(mark: Mark, holds: boolean): void {
  document.documentElement.toggleAttribute(`data-${mark}`, holds);
}

/** As long as the component is on the page. */
export function usePageMark(mark: Mark): void {
  useLayoutEffect(() => {
    markPage(mark, true);
    return () => markPage(mark, false);
  }, [mark]);
}
