import type { StateCell } from './stateCell';

/** Each answers whether leaving the page now would lose something. */
const reasons = new Set<() => boolean>();

function ask(event: BeforeUnloadEvent): void {
  if ([...reasons].some((holds) => holds())) event.preventDefault();
}

/** Have the browser ask before the page goes away, whenever `holds` says so then; returns how to end it. */
export function askBeforeLeaving(holds: () => boolean): () => void {
  // Only while there is a reason: a page that listens may be kept out of the browser's back/forward cache.
  if (reasons.size === 0) window.addEventListener('beforeunload', ask);
  reasons.add(holds);
  return () => {
    reasons.delete(holds);
    if (reasons.size === 0) window.removeEventListener('beforeunload', ask);
  };
}

/** Have the browser ask for as long as the value of `cell` holds what leaving would lose. */
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
