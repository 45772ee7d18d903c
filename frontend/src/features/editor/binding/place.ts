/** How far something is from the top of the screen now, px; null when it is gone. */
export type Top = () => number | null;

/** What is kept, and where it was: of several the first that is still there. */
export type Kept = { top: Top; was: number }[];

/**
 * Keeps what one reads or writes where it is on the screen while others change what is above it.
 *
 * The browser keeps its own choice of an element in place, some browsers none, and never the line of the caret when
 * the change is on the screen too.
 */
export class Place {
  /** What rounding to whole pixels left over, and the scroll offset it belongs to: many small errors would add up. */
  private rest = { px: 0, at: Number.NaN };

  /** `find` what is to be kept, best first, if anything. */
  constructor(private readonly find: () => Top[]) {}

  /** Before a change by others is shown. */
  hold(): Kept {
    const rest = this.isAsLeft ? this.rest.px : 0;
    return this.find().flatMap((top) => {
      const now = top();
      return now === null ? [] : [{ top, was: now - rest }];
    });
  }

  /** After it is shown. */
  putBack(kept: Kept): void {
    const held = kept.find(({ top }) => top() !== null);
    if (!held) return;
    const off = () => (held.top() ?? held.was) - held.was;
    const by = off();
    if (Math.abs(by) >= 0.5) scrollBy({ top: by, behavior: 'instant' });
    const left = off();
    // More than that is the end of the page, which is where one reads from now on.
    this.rest = { px: Math.abs(left) < 1 ? left : 0, at: scrollY };
  }

  /** Whether nobody has scrolled since. */
  get isAsLeft(): boolean {
    return this.rest.at === scrollY;
  }
}

/** Steps in which the first visible line is looked for below what covers the text, px. */
const PROBE = 16;

/** A point in the first line of `text` on the screen that no bar covers; null if there is none. */
export function firstVisiblePoint(text: Element): { left: number; top: number } | null {
  const box = text.getBoundingClientRect();
  const left = box.left + box.width / 2;
  const bottom = Math.min(box.bottom, innerHeight);
  for (let top = Math.max(box.top, 0) + 1; top < bottom; top += PROBE)
    if (text.contains(document.elementFromPoint(left, top))) return { left, top };
  return null;
}

export function ifOnScreen(top: Top): Top | null {
  const now = top();
  return now !== null && now > 0 && now < innerHeight ? top : null;
}
