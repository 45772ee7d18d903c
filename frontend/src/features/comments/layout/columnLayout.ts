import type { Editor } from '@tiptap/core';
import { positionsIn, threadsOn } from '../words/positions';
import type { QuotePlaces } from '../words/quotePlaces';
import { activeTop, type Card, heightOf, layOut } from './marginLayout';

export interface Placing {
  column: HTMLElement;
  editor: Editor | null;
  places: QuotePlaces | null;
  active: string | null;
}

function cardsIn(column: HTMLElement): HTMLElement[] {
  return [...column.querySelectorAll<HTMLElement>(':scope > [data-card]')];
}

const idOf = (card: HTMLElement): string => card.dataset.card ?? '';

/** The top of the first marked words of each thread, in the window. */
function wordTops(editor: Editor | null): Map<string, number> {
  const tops = new Map<string, number>();
  if (!editor || editor.isDestroyed) return tops;
  for (const words of editor.view.dom.querySelectorAll<HTMLElement>('[data-thread]')) {
    const { top } = words.getBoundingClientRect();
    for (const thread of threadsOn(words)) if (!tops.has(thread)) tops.set(thread, top);
  }
  return tops;
}

/** Where the words of a thread used to stand, in the window; null when unknown, when they are there, or it has none. */
function formerTop({ editor, places }: Placing, thread: string): number | null {
  const match = places?.matches.get(thread);
  const offset = match?.kind === 'changed' ? match.near : null;
  if (!editor || editor.isDestroyed || offset === null) return null;
  const { doc } = editor.state;
  const at = positionsIn(doc, { start: offset, end: offset + 1 })?.from ?? doc.content.size;
  return editor.view.coordsAtPos(Math.min(at, doc.content.size)).top;
}

/**
 * Places the cards of a column at the height of their words. Styles are written directly to the elements, so that
 * measuring and moving happen before the same paint and no card is seen at a wrong position first. Only the column
 * moves, never the page.
 */
export class ColumnLayout {
  private readonly heights = new Map<Element, number>();
  private readonly observer = new ResizeObserver((entries) => this.resized(entries));
  private placing: Placing | null = null;
  private frame: number | null = null;
  private textHeight = 0;
  /** How far the active card stands from its words, kept until it changes its size: it must not move by itself. */
  private pinned: { id: string; height: number; wordless: boolean; shift: number } | null = null;

  /** After every render of the column, which may have added, removed or resized a card. */
  rendered(placing: Placing): void {
    if (placing.editor !== this.placing?.editor) this.observeText(placing.editor);
    this.placing = placing;
    const cards = new Set<Element>(cardsIn(placing.column));
    for (const element of cards) if (!this.heights.has(element)) this.observer.observe(element);
    for (const element of [...this.heights.keys()]) {
      // Measured now, because the size of the active card decides where it is before it gets the focus.
      if (!cards.has(element) || idOf(element as HTMLElement) === placing.active)
        this.heights.delete(element);
    }
    this.moved();
  }

  /** Words or cards may have moved: all that does in one frame is placed at once, before that is painted. */
  private moved(): void {
    // An active card may be about to get the focus, which it does not before it is in its place.
    if (this.placing?.active) this.place();
    else this.frame ??= requestAnimationFrame(this.place);
  }

  /** At once: where no card has to move, no frame is drawn. */
  readonly place = (): void => {
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    this.frame = null;
    const { placing } = this;
    if (!placing) return;
    const elements = cardsIn(placing.column);
    const origin = placing.column.getBoundingClientRect().top;
    const cards = this.measure(placing, elements, origin);
    const tops = layOut(cards, placing.active);
    for (const card of elements) card.style.translate = `0 ${Math.round(tops.get(idOf(card)) ?? 0)}px`;
    stretch(placing.column, origin, Math.ceil(heightOf(cards, tops)));
  };

  destroy(): void {
    this.observer.disconnect();
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    this.frame = null;
  }

  /** The cards in the order of their words, whatever their order in the page. */
  private measure(placing: Placing, elements: HTMLElement[], origin: number): Card[] {
    const heights = elements.map((element) => this.heightOf(element));
    const tops = wordTops(placing.editor);
    this.textHeight = placing.editor?.view.dom.offsetHeight ?? 0;
    const cards = elements.map((element, index) => {
      const id = idOf(element);
      const [height = 0, top] = [heights[index], tops.get(id) ?? formerTop(placing, id)];
      const words = top === null ? null : top - origin;
      const active = id === placing.active;
      return { id, height, wanted: active ? this.pin(element, words, height, origin) : (words ?? 0) };
    });
    return cards.sort((a, b) => a.wanted - b.wanted);
  }

  private heightOf(card: HTMLElement): number {
    const height = this.heights.get(card) ?? card.offsetHeight;
    this.heights.set(card, height);
    return height;
  }

  private pin(card: HTMLElement, words: number | null, height: number, origin: number): number {
    const id = idOf(card);
    const wordless = words === null;
    const same = this.pinned?.id === id && this.pinned.height === height && this.pinned.wordless === wordless;
    if (!this.pinned || !same) {
      const { scrollMarginTop, scrollMarginBottom } = getComputedStyle(card);
      const view = {
        top: Number.parseFloat(scrollMarginTop) - origin,
        bottom: window.innerHeight - Number.parseFloat(scrollMarginBottom) - origin,
      };
      this.pinned = { id, height, wordless, shift: activeTop(words, height, view) - (words ?? 0) };
    }
    return (words ?? 0) + this.pinned.shift;
  }

  private observeText(editor: Editor | null): void {
    const before = this.placing?.editor;
    if (before && !before.isDestroyed) this.observer.unobserve(before.view.dom);
    if (editor && !editor.isDestroyed) this.observer.observe(editor.view.dom);
  }

  private resized(entries: readonly ResizeObserverEntry[]): void {
    let changed = false;
    for (const { target, borderBoxSize } of entries) {
      const height = Math.round(borderBoxSize[0]?.blockSize ?? 0);
      const before = this.heights.get(target) ?? this.textHeight;
      if (!target.isConnected || before === height) continue;
      if (this.heights.has(target)) this.heights.set(target, height);
      changed = true;
    }
    if (changed && this.heights.size > 0) this.place();
  }
}

/** Room for every card; while the end of the column is in view it is not taken away, since that would scroll. */
function stretch(column: HTMLElement, origin: number, height: number): void {
  const inView = Math.ceil(window.innerHeight - origin);
  const kept = Math.min(Number.parseFloat(column.style.minHeight) || 0, inView);
  column.style.minHeight = `${Math.max(height, kept)}px`;
}
