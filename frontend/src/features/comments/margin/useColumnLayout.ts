import type { Editor } from '@tiptap/core';
import { type RefObject, useCallback, useEffect, useLayoutEffect } from 'react';
import type { Place } from '../quotes/anchor';
import { positionsIn } from '../words/commentedWords';
import { type Card, heightOf, layOut } from './marginLayout';

/** The height of a place in the text, from the top of `column`, in CSS pixels; 0 for the whole part. */
function heightOfPlace(editor: Editor | null, place: Place | undefined, column: HTMLElement): number {
  if (!editor || editor.isDestroyed || !place) return 0;
  const offset = place.kind === 'changed' ? place.near : place.start;
  if (offset === null) return 0;
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
  places: ReadonlyMap<string, Place>;
  active: string | null;
}

/**
 * Stand the cards of a column at the height of the words they speak about. Positions are written straight to
 * the elements: measuring, moving and painting happen in one frame, so nothing is seen at a wrong place first.
 */
export function useColumnLayout({ column, editor, places, active }: Layout): void {
  const place = useCallback(() => {
    const element = column.current;
    if (!element) return;
    const elements = cardsIn(element);
    const cards: Card[] = elements.map((card) => {
      const id = card.dataset.card ?? '';
      return { id, wanted: heightOfPlace(editor, places.get(id), element), height: card.offsetHeight };
    });
    const tops = layOut(cards, active);
    for (const card of elements) {
      card.style.transform = `translateY(${Math.round(tops.get(card.dataset.card ?? '') ?? 0)}px)`;
    }
    element.style.minHeight = `${Math.ceil(heightOf(cards, tops))}px`;
  }, [column, editor, places, active]);

  // After every render, because every render may bring, take or grow a card.
  useLayoutEffect(place);
  useEffect(() => {
    const observer = new ResizeObserver(place);
    const element = column.current;
    if (element) for (const card of cardsIn(element)) observer.observe(card);
    if (editor && !editor.isDestroyed) observer.observe(editor.view.dom);
    return () => observer.disconnect();
  });
}
