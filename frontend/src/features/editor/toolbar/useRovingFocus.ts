import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';

const STEPS: Record<string, (index: number, count: number) => number> = {
  ArrowRight: (index, count) => (index + 1) % count,
  ArrowLeft: (index, count) => (index - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** Roving tabindex for a toolbar: one tab stop, arrow keys move inside it, Escape calls `leave`. */
export function useRovingFocus(toolbar: RefObject<HTMLElement | null>, leave: () => void) {
  const stop = useRef(0);
  const tools = () => [...(toolbar.current?.querySelectorAll<HTMLElement>('button, select') ?? [])];
  const mark = (index: number) => {
    stop.current = index;
    tools().forEach((tool, each) => {
      tool.tabIndex = each === index ? 0 : -1;
    });
  };
  // React sets tabIndex -1 when a tool is first rendered.
  useEffect(() => mark(stop.current));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return leave();
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const all = tools();
    mark(step(all.indexOf(event.target as HTMLElement), all.length));
    all[stop.current]?.focus();
  };
  const onFocus = (event: FocusEvent) => mark(Math.max(tools().indexOf(event.target as HTMLElement), 0));
  return { onKeyDown, onFocus };
}
