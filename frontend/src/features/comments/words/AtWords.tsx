import { type ReactNode, useLayoutEffect, useRef } from 'react';

/** Where words stand, in the window, and from where on down they can be seen. */
export interface WordsRect {
  left: number;
  top: number;
  bottom: number;
  /** The lower edge of what covers the text at its top. */
  clear: number;
}

interface AtWordsProps {
  /** Null: they are not there any more. */
  words: () => WordsRect | null;
  children: ReactNode;
}

const GAP = 8;
/** On a touch screen the handles of the selection hang below it, and the browser's own menu stands above. */
const HANDLES = 28;

/** The upper left corner of a box of that size beside `words`; null when they are out of view. */
export function besideWords(
  { left, top, bottom, clear }: WordsRect,
  box: { width: number; height: number },
  view: { width: number; height: number },
  touch: boolean,
): { x: number; y: number } | null {
  if (bottom < clear || top > view.height) return null;
  const below = bottom + (touch ? HANDLES : GAP);
  const above = top - GAP - box.height;
  const lowest = view.height - GAP - box.height;
  const preferred = !touch && above >= clear ? above : below;
  // Of words longer than the window neither end is in view; then it stands at the lower edge.
  const y = preferred <= lowest ? preferred : above >= clear ? above : lowest;
  return { x: Math.max(GAP, Math.min(left, view.width - GAP - box.width)), y };
}

/** Something that stands beside words of the text, over what is around them, and scrolls with them. */
export function AtWords({ words, children }: AtWordsProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const place = () => {
      const element = box.current;
      const origin = element?.offsetParent?.getBoundingClientRect();
      if (!element || !origin) return;
      const at = words();
      const { offsetWidth: width, offsetHeight: height } = element;
      const view = { width: document.documentElement.clientWidth, height: window.innerHeight };
      const touch = matchMedia('(pointer: coarse)').matches;
      const corner = at && besideWords(at, { width, height }, view, touch);
      element.style.visibility = corner ? 'visible' : 'hidden';
      if (corner) element.style.translate = `${corner.x - origin.left}px ${corner.y - origin.top}px`;
    };
    place();
    window.addEventListener('scroll', place, { passive: true });
    window.addEventListener('resize', place);
    return () => {
      window.removeEventListener('scroll', place);
      window.removeEventListener('resize', place);
    };
  });
  return (
    <div className="at-words" ref={box}>
      {children}
    </div>
  );
}
