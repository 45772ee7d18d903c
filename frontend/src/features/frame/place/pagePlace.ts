/** So long after somebody scrolled or came to a field it is looked what stands where, ms. */
const QUIET_MS = 100;
/** What grows so soon after a press grew by it, ms: one looks at what one has pressed, and it may be below. */
const OWN_MS = 200;
/** Steps in which the first visible words are looked for below what covers the page, px. */
const PROBE = 16;
/** Where in each line they are looked for, as shares of its width: some begin at its edge and are short. */
const ACROSS = [0.5, 0.25, 0.1, 0.75];
const WRITTEN_IN = '[contenteditable=true], textarea, input:is([type=text], [type=search])';

interface Held {
  element: Element;
  /** How far from the top of the screen it stays, px. */
  top: number;
}

/**
 * Keeps what one reads or writes where it is on the screen while something above it on the page grows, shrinks, comes or
 * goes: facts, sentences, notices, bars. Changes within a text are `Place`'s, which knows its letters.
 *
 * Some browsers have no anchor of their own, and none has one while the page is not scrolled. Whoever else has scrolled,
 * the browser, `Place` or a person, has seen to it: this steps in only where nobody did.
 */
export class PagePlace {
  private held: Held[] = [];
  private isWriting = false;
  /** The scroll offset that `held` belongs to, px. */
  private at = Number.NaN;
  private pressed = Number.NEGATIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly stop = new AbortController();
  // Told after the page is laid out, and before it is drawn.
  private readonly sizes = new ResizeObserver(() => this.keep());
  private readonly comings = new MutationObserver(() => this.watch());

  /** `page`: around what the pages show, whose children come and go. */
  constructor(private readonly page: HTMLElement) {
    const { signal } = this.stop;
    const later = { capture: true, passive: true, signal };
    for (const type of ['scroll', 'resize'] as const)
      window.addEventListener(type, () => this.wait(), { signal });
    for (const type of ['focusin', 'focusout'] as const)
      document.addEventListener(type, () => this.wait(), later);
    for (const type of ['pointerdown', 'click', 'keydown'] as const)
      document.addEventListener(type, () => (this.pressed = performance.now()), later);
    this.watch();
  }

  destroy(): void {
    this.stop.abort();
    this.sizes.disconnect();
    this.comings.disconnect();
    clearTimeout(this.timer);
  }

  /** The page, what it is made of, and the whole, of which bars above the page are a part. */
  private watch(): void {
    const parts = [...this.page.children];
    this.comings.disconnect();
    this.sizes.disconnect();
    for (const each of [this.page, ...parts]) this.comings.observe(each, { childList: true });
    const all = [document.body, ...parts, ...parts.flatMap((each) => [...each.children])];
    for (const each of all) this.sizes.observe(each);
  }

  private keep(): void {
    const held = this.held.find(({ element }) => element.isConnected);
    const isOwn = !this.isWriting && performance.now() - this.pressed < OWN_MS;
    if (!held || isOwn || scrollY !== this.at || matchMedia('print').matches) {
      this.wait();
      return;
    }
    const by = topOf(held.element) - held.top;
    if (Math.abs(by) >= 0.5) scrollBy({ top: by, behavior: 'instant' });
    this.at = scrollY;
  }

  private wait(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), QUIET_MS);
  }

  private look(): void {
    const written = this.writtenIn();
    this.isWriting = written !== null;
    const first = written ?? (scrollY > 0 ? this.firstVisible() : null);
    this.held = first ? this.upFrom(first).map((element) => ({ element, top: topOf(element) })) : [];
    this.at = scrollY;
  }

  /** The text or field that has the focus, on the screen; what stands beside the page moves with its words. */
  private writtenIn(): Element | null {
    const focused = document.activeElement;
    if (!focused?.matches(WRITTEN_IN) || !this.page.contains(focused) || focused.closest('aside, dialog'))
      return null;
    const { top, bottom } = focused.getBoundingClientRect();
    return top < innerHeight && bottom > 0 ? focused : null;
  }

  private firstVisible(): Element | null {
    const { left, width } =
      this.page.firstElementChild?.getBoundingClientRect() ?? this.page.getBoundingClientRect();
    for (let top = 1; top < innerHeight; top += PROBE) {
      for (const across of ACROSS) {
        const found = document.elementFromPoint(left + width * across, top);
        // Not what covers the words and stays where it is.
        if (found && this.page.contains(found) && hasWords(found) && !this.upFrom(found).some(isFixed))
          return found;
      }
    }
    return null;
  }

  /** It, and what it is in, should it be drawn anew. */
  private upFrom(element: Element): Element[] {
    const all: Element[] = [];
    for (let each: Element | null = element; each && each !== this.page; each = each.parentElement)
      all.push(each);
    return all;
  }
}

/** Not what is only around words: it begins above them, where others may change something in it. */
const hasWords = (element: Element) =>
  element.matches('input, textarea, select') ||
  [...element.childNodes].some((each) => each instanceof Text && each.data.trim() !== '');

const isFixed = (element: Element) => /^(?:fixed|sticky)$/.test(getComputedStyle(element).position);

const topOf = (element: Element) => element.getBoundingClientRect().top;
