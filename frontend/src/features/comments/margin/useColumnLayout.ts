import type { Editor } from '@tiptap/core';
import { type RefObject, useCallback, useEffect, useLayoutEffect } from 'react';
import { offsetOfMatch, type QuoteMatch } from '../quotes/anchor';
import { positionsIn } from '../words/commentedWords';
import { type Card, heightOf, layOut } from './marginLayout';

/** The vertical position of a match relative to the top of `column`, in CSS pixels; 0 for the whole part. */
function topOfMatch(editor: Editor | null, match: QuoteMatch | undefined, column: HTMLElement): number {
  const offset = offsetOfMatch(match);
  if (!editor || editor.isDestroyed || offset === null) return 0;
  const positions = positionsIn(editor.state.doc, { start: offset, end: offset + 1 });
  const at = Math.min(positions?.from ?? editor.state.doc.content.size, editor.state.doc.content.size);
  return editor.view.coordsAtPos(at).top - column.getBoundingClientRect().top;
}

function cardsIn(column: HTMLElement): HTMLElement[] {
  return [...column.querySelectorAll<HTMLElement>(':scope > [data-card]')];
}

interface Layout {
  column: RefObject<HTMLElement | null>;
  editor: Editor | null;
  matches: ReadonlyMap<string, QuoteMatch>;
  active: string | null;
}

/**
 * Position the cards of a column at the height of their quotes. Styles are written directly to the elements, so that
 * measuring and moving happen before the same paint and no card is seen at a wrong position first.
 */
export function useColumnLayout({ column, editor, matches, active }: Layout): void {
  const positionCards = useCallback(() => {
    const element = column.current;
    if (!element) return;
    const elements = cardsIn(element);
    const cards: Card[] = elements.map((card) => {
      const id = card.dataset.card ?? '';
      return { id, wanted: topOfMatch(editor, matches.get(id), element), height: card.offsetHeight };
    });
    const tops = layOut(cards, active);
    for (const card of elements) {
      card.style.transform = `translateY(${Math.round(tops.get(card.dataset.card ?? '') ?? 0)}px)`;
    }
    element.style.minHeight = `${Math.ceil(heightOf(cards, tops))}px`;
  }, [column, editor, matches, active]);

  // After every render, because every render may add, remove or resize a card.
  useLayoutEffect(positionCards);
  useEffect(() => {
    const observer = new ResizeObserver(positionCards);
    const element = column.current;
    if (element) for (const card of cardsIn(element)) observer.observe(card);
    if (editor && !editor.isDestroyed) observer.observe(editor.view.dom);
    return () => observer.disconnect();
  });
}
