import type { EditorView } from '@tiptap/pm/view';
import type * as Y from 'yjs';
import { resolveSticky, stickyPositionAt } from './stickyPosition';

/** How far something is from the top of the screen now, px. */
type Top = () => number;

interface Kept {
  top: Top;
  was: number;
}

/** Steps in which the first visible line is looked for below what covers the text, px. */
const PROBE = 16;

/**
 * Keeps what one reads or writes where it is on the screen while others change what is above it.
 *
 * The browser keeps its own choice of an element in place, some browsers none, and never the line of the caret when
 * the change is on the screen too.
 */
export class Place {
  private held: Kept | null = null;
  /** What was put back last. */
  private last: Kept | null = null;
  /** What rounding to whole pixels left over, and the scroll offset it belongs to: many small errors would add up. */
  private rest = { px: 0, at: Number.NaN };

  constructor(
    private readonly view: EditorView,
    private readonly body: Y.XmlFragment,
  ) {}

  /** Before a change by others is shown. */
  hold(): void {
    const top = this.topToKeep();
    this.held = top && { top, was: top() - (this.rest.at === scrollY ? this.rest.px : 0) };
  }

  /** After it is shown; and once more when the page has drawn it in its fields. */
  putBack(): void {
    const { held, view } = this;
    this.held = null;
    if (!held) return;
    this.last = held;
    this.scroll(held);
    const { doc, selection } = view.state;
    requestAnimationFrame(() => {
      const isLast = this.last === held && this.rest.at === scrollY && !view.isDestroyed;
      if (isLast && view.state.doc === doc && view.state.selection.eq(selection)) this.scroll(held);
    });
  }

  private scroll({ top, was }: Kept): void {
    const by = top() - was;
    if (Math.abs(by) >= 0.5) scrollBy({ top: by, behavior: 'instant' });
    const left = top() - was;
    // More than that is the end of the page, which is where one reads from now on.
    this.rest = { px: Math.abs(left) < 1 ? left : 0, at: scrollY };
  }

  private topToKeep(): Top | null {
    const { view } = this;
    const box = view.dom.getBoundingClientRect();
    if (box.height === 0 || box.top >= innerHeight) return null;
    if (box.bottom <= 0) return () => view.dom.getBoundingClientRect().bottom;
    return this.caret() ?? this.field() ?? this.firstVisibleLine(box);
  }

  private caret(): Top | null {
    if (!this.view.hasFocus()) return null;
    return ifOnScreen(() => this.view.coordsAtPos(this.view.state.selection.head).top);
  }

  /** A field of the part, above its text, that is being written in. */
  private field(): Top | null {
    const field = document.activeElement;
    if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) return null;
    const isAbove = field.compareDocumentPosition(this.view.dom) & Node.DOCUMENT_POSITION_FOLLOWING;
    return isAbove ? ifOnScreen(() => field.getBoundingClientRect().top) : null;
  }

  /** The first line that is not covered by a bar at the top of the screen. */
  private firstVisibleLine(box: DOMRect): Top | null {
    const { view, body } = this;
    const left = box.left + box.width / 2;
    const bottom = Math.min(box.bottom, innerHeight);
    for (let y = Math.max(box.top, 0) + 1; y < bottom; y += PROBE) {
      if (!view.dom.contains(document.elementFromPoint(left, y))) continue;
      const found = view.posAtCoords({ left, top: y });
      const line = found && stickyPositionAt(view.state.doc, found.pos, body);
      return line && (() => view.coordsAtPos(resolveSticky(line, view.state.doc)).top);
    }
    return null;
  }
}

function ifOnScreen(top: Top): Top | null {
  const now = top();
  return now > 0 && now < innerHeight ? top : null;
}
