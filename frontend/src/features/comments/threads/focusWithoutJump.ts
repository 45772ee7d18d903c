/**
 * Focus an element without a jump of the page: a browser scrolls to the current position of the element, but a card of
 * the margin has not been laid out yet. After the next frame the page scrolls only as far as needed.
 */
export function focusWithoutJump(element: HTMLElement): void {
  element.focus({ preventScroll: true });
  requestAnimationFrame(() => {
    // The whole card, so that its buttons are in view with it.
    (element.closest('[data-card]') ?? element).scrollIntoView({ block: 'nearest' });
  });
}
