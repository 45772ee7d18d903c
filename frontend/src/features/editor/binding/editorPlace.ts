import type { Node as DocumentNode } from '@tiptap/pm/model';
import type { EditorView } from '@tiptap/pm/view';
import type * as Y from 'yjs';
import { firstVisiblePoint, ifOnScreen, type Kept, Place, type Top } from './place';
import { resolveSticky, type StickyPosition, stickyPositionAt } from './stickyPosition';

/** Keeps in place the line of the caret; without one on the screen the field that is written in, or the first line. */
export class EditorPlace {
  private readonly place = new Place(() => {
    const top = this.topToKeep();
    return top ? [top] : [];
  });
  private held: Kept | null = null;
  /** What was put back last. */
  private last: Kept | null = null;
  /** The line that was the first one, and where: looking for it costs more than seeing that it is still there. */
  private line: { at: StickyPosition; top: number } | null = null;

  /** Where the text began when its beginning was the first thing on the screen: nothing of it is above then. */
  private beginning = Number.NaN;

  constructor(
    private readonly view: EditorView,
    private readonly body: Y.XmlFragment,
  ) {}

  hold(): void {
    this.held = this.place.hold();
  }

  /** At once; and once more when the page has drawn the change in its fields. */
  putBack(): void {
    const { held, view, place } = this;
    this.held = null;
    if (!held?.length) return;
    this.last = held;
    place.putBack(held);
    const { doc, selection } = view.state;
    requestAnimationFrame(() => {
      const isLast = this.last === held && place.isAsLeft && !view.isDestroyed;
      if (isLast && view.state.doc === doc && view.state.selection.eq(selection)) place.putBack(held);
    });
  }

  private topToKeep(): Top | null {
    const { view } = this;
    const box = view.dom.getBoundingClientRect();
    if (box.height === 0 || box.top >= innerHeight) return null;
    if (box.bottom <= 0) return () => view.dom.getBoundingClientRect().bottom;
    return this.caret() ?? this.field() ?? this.firstVisibleLine(box.top);
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

  private firstVisibleLine(beginning: number): Top | null {
    if (this.beginning === beginning) return null;
    const { line } = this;
    const top = line && this.topOf(line.at);
    if (line && top !== null && Math.abs(top - line.top) < 1) return () => this.topOf(line.at);
    const { view, body } = this;
    const point = firstVisiblePoint(view.dom);
    const found = point && view.posAtCoords(point);
    const at = found && stickyPositionAt(view.state.doc, inBlock(found.pos, view.state.doc), body);
    this.line = at && { at, top: this.topOf(at) };
    this.beginning = at ? Number.NaN : beginning;
    return at && (() => this.topOf(at));
  }

  private topOf(line: StickyPosition): number {
    return this.view.coordsAtPos(resolveSticky(line, this.view.state.doc)).top;
  }
}

/** In the room between two blocks, the beginning of the second. */
function inBlock(position: number, document: DocumentNode): number {
  const isBetween =
    position > 0 && position < document.content.size && document.resolve(position).depth === 0;
  return isBetween ? position + 1 : position;
}
