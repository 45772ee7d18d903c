import type { StateCell } from './stateCell';

/** Each returns whether leaving the page now would lose data. */
const reasons = new Set<() => boolean>();

/** Whether leaving the page now would lose something its person has written. */
export function leavingLosesWords(): boolean {
  return [...reasons].some((holds) => holds());
}

/** Leaving no longer asks: what was written here is another person's affair by now, or given up on purpose. */
export function forgetWords(): void {
  reasons.clear();
  window.removeEventListener('beforeunload', ask);
}

function ask(event: BeforeUnloadEvent): void {
  if (leavingLosesWords()) event.preventDefault();
}

/** Have the browser ask before the page unloads if `holds()` is true at that time; returns the unsubscribe function. */
export function askBeforeLeaving(holds: () => boolean): () => void {
  // Only while needed: a `beforeunload` listener may keep the page out of the browser's back/forward cache.
  if (reasons.size === 0) window.addEventListener('beforeunload', ask);
  reasons.add(holds);
  return () => {
    reasons.delete(holds);
    if (reasons.size === 0) window.removeEventListener('beforeunload', ask);
  };
}

/** Have the browser ask before unloading while `holds` is true of the value of `cell`. */
export function askWhile<T extends object>(cell: StateCell<T>, holds: (value: T) => boolean): void {
  let end: (() => void) | null = null;
  cell.subscribe(() => {
    if (holds(cell.read())) end ??= askBeforeLeaving(() => true);
    else {
      end?.();
      end = null;
    }
  });
}
