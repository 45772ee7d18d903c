import { type RefObject, useEffect, useState } from 'react';

const waiting = new Map<Element, () => void>();

/** One observer for all cards; they are told half a window before they come into view. */
let observer: IntersectionObserver | null = null;

function tell(entries: readonly IntersectionObserverEntry[]): void {
  for (const { isIntersecting, target } of entries) if (isIntersecting) waiting.get(target)?.();
}

/** Whether an element has been in view, or close to it. What cannot be seen yet is not worth rendering whole. */
export function useSeen(element: RefObject<Element | null>): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const target = element.current;
    if (seen || !target) return;
    observer ??= new IntersectionObserver(tell, { rootMargin: '50% 0px' });
    waiting.set(target, () => setSeen(true));
    observer.observe(target);
    return () => {
      waiting.delete(target);
      observer?.unobserve(target);
    };
  }, [element, seen]);
  return seen;
}
