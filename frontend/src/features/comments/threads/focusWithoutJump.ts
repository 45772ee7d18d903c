/**
 * Move the focus without throwing the page about: a browser scrolls to where an element is at that moment, and a
 * card of the margin is still on its way. Once it stands, the page scrolls only as far as it must.
 */
export function focusCalmly(element: HTMLElement): void {
  element.focus({ preventScroll: true });
  requestAnimationFrame(() => {
    // The whole card, so that its buttons are in view with it.
    (element.closest('[data-card]') ?? element).scrollIntoView({ block: 'nearest' });
  });
}
