import { askWhile } from './leaving';
import { StateCell } from './stateCell';

/**
 * What a control on the screen shows and nothing holds yet. `typing`: it will be written as soon as it is complete;
 * `unfinished`: it cannot be written as it stands, and its writer has left it.
 */
export type Unwritten = 'typing' | 'unfinished';

interface Holder {
  what: Unwritten;
  /** Write it now if it can be. */
  flush: () => void;
}

const holders = new Map<object, Holder>();

/** What stands in any control of the page and nowhere else. */
export const unwritten = new StateCell<{ what: Unwritten | null }>({ what: null });

askWhile(unwritten, ({ what }) => what !== null);

/** A control tells what it holds that is not written; `null` once it is, or is given up. */
export function setUnwritten(
  control: object,
  what: Unwritten | null,
  flush: () => void = () => undefined,
): void {
  if (what === null) holders.delete(control);
  else holders.set(control, { what, flush });
  const all = [...holders.values()].map((holder) => holder.what);
  unwritten.change({ what: all.includes('unfinished') ? 'unfinished' : (all[0] ?? null) });
}

/** Write everything that is complete: the page is put away, and may not come back. */
export function flushUnwritten(): void {
  for (const { flush } of [...holders.values()]) flush();
}
