import { type RefObject, useEffect } from 'react';

/** The event of the window that says that its edges are covered otherwise than before. */
export const EDGES = 'samplan-edges';

/**
 * Publishes what covers the window's edges, in px: `--bar-height`, what of the bar stays in view while the page scrolls
 * (it wraps, and in a low window only its last row stays), and `--keyboard`, where a phone's keyboard covers the page
 * instead of resizing it. Whoever keeps a line in view is told (`EDGES`).
 */
export function useEdges(bar: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const { style } = document.documentElement;
    const view = window.visualViewport;
    const set = (name: string, height: number) => {
      const before = style.getPropertyValue(name);
      style.setProperty(name, `${height}px`);
      return before !== `${height}px`;
    };
    const measure = () => {
      const higher = bar.current !== null && set('--bar-height', inView(bar.current));
      if (set('--keyboard', view ? keyboardHeight(view) : 0) || higher)
        window.dispatchEvent(new Event(EDGES));
    };
    // It also measures first, once the browser has laid the page out; asked for here, it would have to do so at once.
    const sizes = new ResizeObserver(measure);
    if (bar.current) sizes.observe(bar.current);
    window.addEventListener('resize', measure);
    view?.addEventListener('resize', measure);
    view?.addEventListener('scroll', measure);
    return () => {
      sizes.disconnect();
      window.removeEventListener('resize', measure);
      view?.removeEventListener('resize', measure);
      view?.removeEventListener('scroll', measure);
      for (const name of ['--bar-height', '--keyboard']) style.removeProperty(name);
    };
  }, [bar]);
}

function inView(bar: HTMLElement): number {
  const { position, top } = getComputedStyle(bar);
  return position === 'sticky' ? Math.max(0, bar.offsetHeight + (Number.parseFloat(top) || 0)) : 0;
}

/** Pinching in also makes the visual viewport smaller: that is no keyboard. */
function keyboardHeight({ height, offsetTop, scale }: VisualViewport): number {
  return scale > 1.01 ? 0 : Math.max(0, Math.round(window.innerHeight - height - offsetTop));
}
