/**
 * Focus an element without a jump of the page: a browser scrolls to where an element is when it gets the focus, and a
 * card of the margin comes to its words in the same frame. Then the page scrolls only if the card is not in view.
 */
export function focusWithoutJump(element: HTMLElement): void {
  element.focus({ preventScroll: true });
  reveal(element);
}

/** Each change of how much of a card is in view; a card of 300 px is told of a line less. */
const SHARES = Array.from({ length: 21 }, (_, index) => index / 20);

/** Keys that scroll, except in a field, where they move the caret. */
const SCROLLING = new Set(['PageUp', 'PageDown', 'Home', 'End', 'ArrowUp', 'ArrowDown', ' ']);

let following = new AbortController();

/**
 * Bring the whole card into view, so that its buttons are in view with its words, and keep it there: the cards above it
 * are laid out, and their quotes found, only after it was shown, and then it moves. It is left alone as soon as the
 * focus has left it, or the person scrolls.
 */
export function reveal(element: HTMLElement): void {
  const card = element.closest('[data-card]') ?? element;
  const show = () => {
    card.scrollIntoView({ block: 'nearest' });
    // What has the focus in a card higher than the window.
    element.scrollIntoView({ block: 'nearest' });
  };
  requestAnimationFrame(show);
  follow(card, show);
}

function follow(card: Element, show: () => void): void {
  following.abort();
  const own = new AbortController();
  following = own;
  const stop = () => own.abort();
  // Of a window in the background, the browser's own search may be scrolling the page.
  const mayMove = () => document.hasFocus() && card.contains(document.activeElement);
  const observer = new IntersectionObserver(() => (mayMove() ? show() : stop()), { threshold: SHARES });
  own.signal.addEventListener('abort', () => observer.disconnect());
  const passive = { signal: own.signal, passive: true, capture: true };
  for (const act of ['wheel', 'touchmove', 'pointerdown']) addEventListener(act, stop, passive);
  const onKey = ({ key, target }: KeyboardEvent) => {
    if (SCROLLING.has(key) && !(target as Element).matches('textarea, input')) stop();
  };
  addEventListener('keydown', onKey, passive);
  observer.observe(card);
}
