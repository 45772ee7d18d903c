import { fromBase64, toBase64 } from 'lib0/buffer';
import * as Y from 'yjs';
import type { SuggestionView } from '../../../domain/types';
import { type Anchor, CONTEXT, LONGEST_QUOTE, type Quoted, type TextRange } from '../quotes/anchor';
import { type FlatText, readFlatText } from '../quotes/flatText';
import type { DrawnChange } from '../words/positions';
import { differenceOf } from './difference';

function encode(type: Y.XmlElement | Y.XmlText, index: number, side: number): string {
  return toBase64(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(type, index, side)));
}

/** Whether the range is words of one line of text, as the server writes no others in their place. */
export function isInOneRun(flat: FlatText, { start, end }: TextRange): boolean {
  const [first, last] = [flat.runAt(start), flat.runAt(end - 1)];
  return end - start <= LONGEST_QUOTE && first !== null && first.type === last?.type;
}

/** The place of a suggestion to write something where nothing stands: at the beginning of an empty part. */
export function placeInEmpty(body: Y.XmlFragment): Quoted | null {
  const block = body.toArray().find((each) => each instanceof Y.XmlElement);
  return block ? placeInBlock(block) : null;
}

/** The place in a block in which nothing stands. */
export function placeInBlock(block: Y.XmlElement): Quoted {
  const text = block.toArray().find((each) => each instanceof Y.XmlText);
  const type = text ?? block;
  const anchor: Anchor = { start: encode(type, 0, 0), end: encode(type, 0, -1), before: '', after: '' };
  return { anchor, quote: '' };
}

function absolute(doc: Y.Doc, encoded: unknown): { type: unknown; index: number } | null {
  if (typeof encoded !== 'string') return null;
  try {
    const position = Y.decodeRelativePosition(fromBase64(encoded));
    return Y.createAbsolutePositionFromRelativePosition(position, doc);
  } catch {
    return null;
  }
}

/** The plain letters of a type; an element that is empty has none. */
function lettersOf(type: unknown): string {
  if (!(type instanceof Y.XmlText)) return '';
  const letters = (type.toDelta() as { insert?: unknown }[]).map(({ insert }) => insert);
  return letters.map((each) => (typeof each === 'string' ? each : '\uFFFC')).join('');
}

/** Whether the words that a suggestion is about stand at its place now; the server looks again when it is accepted. */
export function stands(doc: Y.Doc, { anchor, field, quote }: SuggestionView): boolean {
  if (field !== null) return String(doc.getMap('fields').get(field) ?? '') === quote;
  const { start: first, end: last } = (anchor ?? {}) as Partial<Anchor>;
  const [start, end] = [absolute(doc, first), absolute(doc, last)];
  if (!start || !end || start.type !== end.type || start.index > end.index) return false;
  return lettersOf(start.type).slice(start.index, end.index) === quote;
}

/** The flat-text offset at which quoted words begin, or an insertion is; null when that place is gone. */
export function quoteStart(doc: Y.Doc, { anchor }: Quoted): number | null {
  const place = absolute(doc, anchor.start);
  return place && readFlatText(doc.getXmlFragment('body')).offsetOf(place.type, place.index);
}

/** The flat-text offset at which an insertion would be written; null when its place is gone. */
export function insertionAt(doc: Y.Doc, { anchor }: SuggestionView): number | null {
  return anchor && quoteStart(doc, { anchor: anchor as Anchor, quote: '' });
}

/** Where a suggestion would be written: `there`, as its card shows, `unseen`, or nowhere as its words are `gone`. */
export type Place = 'there' | 'unseen' | 'gone';

/** Of an insertion whose place is not drawn, nobody can see where it would be written. */
export function placeOf(doc: Y.Doc, suggestion: SuggestionView): Place {
  if (!stands(doc, suggestion)) return 'gone';
  if (suggestion.field !== null || suggestion.quote !== '') return 'there';
  return insertionAt(doc, suggestion) === null ? 'unseen' : 'there';
}

/** What of these words is drawn in the text: whole words, as its card says. */
export function drawnChange({ quote, replacement }: SuggestionView): DrawnChange {
  const { before, taken, given } = differenceOf(quote, replacement);
  return { skip: before.length, taken: taken.length, given };
}

/** As a comment's; its words are drawn where they stand, also where they are found again. */
export function quotedOf({ anchor, quote }: SuggestionView): Quoted | null {
  const { start, end, before, after } = (anchor ?? {}) as Partial<Anchor>;
  if (quote === '' || typeof start !== 'string' || typeof end !== 'string') return null;
  const context = [before, after].map((each) => (typeof each === 'string' ? each.slice(0, CONTEXT) : ''));
  return { anchor: { start, end, before: context[0] ?? '', after: context[1] ?? '' }, quote };
}
