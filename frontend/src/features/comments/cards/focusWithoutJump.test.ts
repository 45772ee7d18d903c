// @vitest-environment jsdom
import '../../../ui/testing/jsdom';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { focusWithoutJump, reveal } from './focusWithoutJump';

/** What a browser says when more or less of a card is in view than before. */
let moved: () => void;
let scrolled: string[];

class Observing {
  private told: (() => void) | null = null;
  constructor(tell: () => void) {
    moved = () => this.told?.();
    this.observe = () => {
      this.told = tell;
    };
  }
  observe: () => void;
  disconnect = () => {
    this.told = null;
  };
}

const find = (id: string) => document.getElementById(id) as HTMLElement;

beforeEach(() => {
  scrolled = [];
  vi.stubGlobal('IntersectionObserver', Observing);
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => draw());
  vi.spyOn(document, 'hasFocus').mockReturnValue(true);
  vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(function (this: Element) {
    scrolled.push(this.id);
  });
  document.body.innerHTML =
    '<section data-card id="card"><textarea id="field"></textarea><button id="send"></button></section>' +
    '<button id="other"></button>';
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** Whether the card is brought back when it moves. */
function isBroughtBack(): boolean {
  scrolled = [];
  moved();
  return scrolled.length > 0;
}

test('the whole card is brought into view, and what has the focus in it', () => {
  focusWithoutJump(find('field'));
  expect(document.activeElement).toBe(find('field'));
  expect(scrolled).toEqual(['card', 'field']);
});

test('a card that has the focus is brought back each time the page moves it', () => {
  focusWithoutJump(find('field'));
  expect(isBroughtBack()).toBe(true);
  find('field').dispatchEvent(new KeyboardEvent('keydown', { key: 'End', bubbles: true }));
  find('send').focus();
  expect(isBroughtBack()).toBe(true);
});

test.each([
  ['the wheel', () => find('card').dispatchEvent(new Event('wheel', { bubbles: true }))],
  ['a finger', () => find('card').dispatchEvent(new Event('touchmove', { bubbles: true }))],
  ['the scroll bar', () => document.body.dispatchEvent(new Event('pointerdown', { bubbles: true }))],
  ['a key', () => find('send').dispatchEvent(new KeyboardEvent('keydown', { key: 'PageUp', bubbles: true }))],
])('who scrolls by %s is left in peace', (_, scroll) => {
  focusWithoutJump(find('field'));
  scroll();
  expect(isBroughtBack()).toBe(false);
});

test('a card is let go with the focus, and does not take it up again', () => {
  focusWithoutJump(find('field'));
  find('other').focus();
  expect(isBroughtBack()).toBe(false);
  find('field').focus();
  expect(isBroughtBack()).toBe(false);
});

test('a window in the background does not scroll', () => {
  focusWithoutJump(find('field'));
  vi.spyOn(document, 'hasFocus').mockReturnValue(false);
  expect(isBroughtBack()).toBe(false);
});

test('one card is followed at a time', () => {
  focusWithoutJump(find('field'));
  const first = moved;
  reveal(find('card'));
  scrolled = [];
  first();
  expect(scrolled).toEqual([]);
  expect(isBroughtBack()).toBe(true);
});
