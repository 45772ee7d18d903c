import * as Y from 'yjs';
import { LONGEST_QUOTE, makeAnchor, type TextRange } from '../../quotes/anchor';
import type { FlatText } from '../../quotes/flatText';
import type { Draft } from '../../threads/drafts';
import { placeInBlock } from '../places';

/** Why something cannot be suggested: it is of several lines, of looks alone, of too much, or beside no words. */
export type Impossible = 'lines' | 'looks' | 'long' | 'spaces';

const isSpace = (letter: string | undefined) => letter === undefined || /\s/u.test(letter);

/** The whole words around a stretch of one line, so that letters vouch for its place; at least one word. */
function wordsAround(line: string, { start, end }: TextRange): TextRange {
  let [first, last] = [start, end];
  while (first > 0 && isSpace(line[first - 1]) && first === last) first -= 1;
  while (first > 0 && !isSpace(line[first - 1])) first -= 1;
  while (last < line.length && !isSpace(line[last])) last += 1;
  if (line.slice(first, last).trim() !== '') return { start: first, end: last };
  while (last < line.length && isSpace(line[last])) last += 1;
  while (last < line.length && !isSpace(line[last])) last += 1;
  return { start: first, end: last };
}

/**
 * A draft of what somebody typed in the text: `text` in the place of a stretch of it. The words around it are quoted, of
 * which only what differs will be written.
 */
export function typedDraft(
  body: Y.XmlFragment,
  flat: FlatText,
  { start, end }: TextRange,
  text: string,
): Draft | Impossible {
  const block = flat.blockAt(start);
  if (!block || end > block.end || text.includes('\n')) return 'lines';
  if (block.text === '') return inEmptyBlock(body, flat, start, text);
  const within = { start: start - block.offset, end: end - block.offset };
  const run = block.runs.find(
    ({ offset, length }) => offset <= within.start && within.end <= offset + length && length > 0,
  );
  if (!run) return 'lines';
  const line = block.text.slice(run.offset, run.offset + run.length);
  const around = wordsAround(line, { start: within.start - run.offset, end: within.end - run.offset });
  const base = block.offset + run.offset;
  const quoted = makeAnchor(flat, { start: base + around.start, end: base + around.end });
  if (!quoted) return 'spaces';
  if (around.end - around.start > LONGEST_QUOTE) return 'long';
  return draftOn(
    quoted,
    line.slice(around.start, around.end),
    start - base - around.start,
    end - start,
    text,
  );
}

/** Spaces at the edges of a line are not quoted: what is typed behind them brings them with it. */
function draftOn(
  quoted: NonNullable<Draft['quoted']>,
  words: string,
  at: number,
  length: number,
  typed: string,
): Draft | Impossible {
  const { quote } = quoted;
  const leading = words.length - words.trimStart().length;
  const from = Math.max(at - leading, 0);
  const to = at + length - leading;
  if (length > 0 && (at < leading || to > quote.length)) return 'spaces';
  const skip = Math.min(from, quote.length);
  const text = from > quote.length ? words.slice(leading + quote.length, at) + typed : typed;
  return {
    quoted,
    original: quote,
    text: quote.slice(0, skip) + text + quote.slice(skip + length),
    inText: { skip, taken: length },
  };
}

function inEmptyBlock(body: Y.XmlFragment, flat: FlatText, offset: number, text: string): Draft | Impossible {
  const block = body.get(flat.indexAt(offset));
  const quoted = block instanceof Y.XmlElement ? placeInBlock(block) : null;
  if (!quoted) return 'lines';
  return { quoted, original: '', text, inText: { skip: 0, taken: 0 } };
}

/** What is typed in the place of the words that are taken; null once something else was made of the draft. */
export function typedOf({ text, original = '', inText }: Draft): string | null {
  if (!inText) return null;
  const before = original.slice(0, inText.skip);
  const after = original.slice(inText.skip + inText.taken);
  const fits = text.length >= before.length + after.length;
  if (!fits || !text.startsWith(before) || !text.endsWith(after)) return null;
  return text.slice(before.length, text.length - after.length);
}

/** The draft with other words in that place. */
export function withTyped(draft: Draft, typed: string): Draft {
  const { original = '', inText = { skip: 0, taken: 0 } } = draft;
  const rest = original.slice(inText.skip + inText.taken);
  return { ...draft, text: original.slice(0, inText.skip) + typed + rest };
}
