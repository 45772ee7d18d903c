/**
 * Focus an element without a jump of the page: a browser scrolls to where an element is when it gets the focus, and a
 * card of the margin comes to its words in the same frame. Then the page scrolls only if the card is not in view.
 */
export function focusWithoutJump(element: HTMLElement): void {
  element.focus({ preventScroll: true });
  reveal(element);
}

/** Bring the whole card into view, so that its buttons are in view with its words. */
export function reveal(element: HTMLElement): void {
  requestAnimationFrame(() => {
    (element.closest('[data-card]') ?? element).scrollIntoView({ block: 'nearest' });
  });
}
