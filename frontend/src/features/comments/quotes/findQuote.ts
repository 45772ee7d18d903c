import { commonTail } from '../../../domain/textChange';
import type { Budget } from './budget';
import { commonHead, END, keptCharacters, occurrences, type Squeezed, START, squeeze } from './squeezed';

/** The quoted text, and its context when it was quoted. */
interface QuoteQuery {
  quote: string;
  anchor: { start: string; before: string; after: string };
}

/** `near`: the expected offset; `point`: the offset that both ends of the anchor collapsed to, or the only end left. */
interface Hint {
  near: number | null;
  point: number | null;
}

interface FoundQuote {
  start: number;
  end: number;
  exact: boolean;
}

/** The length of the context stored with an anchor; shorter means that the document began or ended there. */
const FULL_CONTEXT = 32;
/** A complete side of context of this length is sufficient: the other side may have been rewritten. */
const STRONG_SIDE = 8;
/** The share of the whole context that must match when neither side is intact. */
const AGREEMENT = 0.6;
/** The share of each side that must match directly around a point to conclude that the quote was deleted there. */
const CLOSED = 0.8;
/** A quote of at least this length that occurs once is identified by itself, even after it was moved. */
const LONG_QUOTE = 24;
/** The share of the quote that must remain between intact contexts. */
const MOSTLY = 0.6;

interface Context {
  before: string;
  after: string;
}

function contextOf({ before, after }: QuoteQuery['anchor']): Context {
  const opening = before.length < FULL_CONTEXT ? START : '';
  const closing = after.length < FULL_CONTEXT ? END : '';
  return { before: opening + squeeze(before).chars, after: squeeze(after).chars + closing };
}

interface Search {
  /** The whole text, with its edges marked (`squeezeBlocks`). */
  text: Squeezed;
  quote: string;
  context: Context;
  budget: Budget;
}

interface Agreement {
  tail: number;
  head: number;
  share: number;
}

/** How well the text around `from`…`to` (squeezed offsets) matches the context. */
function agreement(text: string, context: Context, from: number, to: number): Agreement {
  const tail = commonTail(text.slice(Math.max(0, from - FULL_CONTEXT - 1), from), context.before);
  const head = commonHead(text.slice(to, to + FULL_CONTEXT + 1), context.after);
  const whole = context.before.length + context.after.length;
  return { tail, head, share: whole === 0 ? 0 : (tail + head) / whole };
}

function convincing({ tail, head, share }: Agreement, context: Context): boolean {
  const before = tail >= STRONG_SIDE && tail === context.before.length;
  const after = head >= STRONG_SIDE && head === context.after.length;
  return before || after || share >= AGREEMENT;
}

/** The first squeezed character at or after `offset` of the text. */
function squeezedIndex({ at }: Squeezed, offset: number): number {
  let first = 1;
  let end = at.length - 1;
  while (first < end) {
    const middle = (first + end) >> 1;
    if ((at[middle] ?? 0) >= offset) end = middle;
    else first = middle + 1;
  }
  return first;
}

/** True when both contexts meet at the point where the anchor collapsed: the quote was deleted, not moved. */
function deletedAt(text: Squeezed, context: Context, point: number): boolean {
  const index = squeezedIndex(text, point);
  const { tail, head } = agreement(text.chars, context, index, index);
  return tail >= CLOSED * context.before.length && head >= CLOSED * context.after.length;
}

function foundAt(text: Squeezed, from: number, to: number, exact: boolean): FoundQuote {
  return { start: text.at[from] ?? 0, end: (text.at[to - 1] ?? 0) + 1, exact };
}

/** The occurrence of the exact quote whose context matches best; among equals the one nearest to `near`. */
function bestExact(search: Search, near: number | null): FoundQuote | null {
  const { text, quote, context, budget } = search;
  const distance = (from: number) => (near === null ? 0 : Math.abs((text.at[from] ?? 0) - near));
  let best: number | null = null;
  let share = 0;
  for (const from of occurrences(text.chars, quote, budget)) {
    if (!budget.take(2 * FULL_CONTEXT)) break;
    const agreed = agreement(text.chars, context, from, from + quote.length);
    if (!convincing(agreed, context)) continue;
    const nearer = best !== null && agreed.share === share && distance(from) < distance(best);
    if (best === null || agreed.share > share || nearer) [best, share] = [from, agreed.share];
  }
  return best === null ? null : foundAt(text, best, best + quote.length, true);
}

/** The quote if it occurs exactly once in the text, in any context. */
function onlyOccurrence({ text, quote, budget }: Search): FoundQuote | null {
  const [only, second] = take(occurrences(text.chars, quote, budget), 2);
  if (only === undefined || second !== undefined) return null;
  return foundAt(text, only, only + quote.length, true);
}

function take<T>(values: Iterable<T>, most: number): T[] {
  const taken: T[] = [];
  for (const value of values) if (taken.push(value) === most) break;
  return taken;
}

/** The text between the two contexts, if it contains most of the quote. */
function betweenContexts({ text, quote, context, budget }: Search): FoundQuote | null {
  const before = context.before.slice(-STRONG_SIDE * 2);
  const after = context.after.slice(0, STRONG_SIDE * 2);
  if (before.length < 2 || after.length < 1) return null;
  let best: { found: FoundQuote; kept: number } | null = null;
  const longest = 2 * quote.length + 20;
  for (const at of occurrences(text.chars, before, budget)) {
    const from = at + before.length;
    if (!budget.take(longest / 8)) break;
    const following = text.chars.slice(from, from + longest + after.length);
    const to = from + following.indexOf(after);
    if (to <= from || to - from > longest) continue;
    const kept = keptCharacters(quote, text.chars.slice(from, to), budget);
    if (kept < MOSTLY * quote.length || kept <= (best?.kept ?? 0)) continue;
    best = { found: foundAt(text, from, to, false), kept };
  }
  return best?.found ?? null;
}

/** Find the quote in `text` by its characters and its context; null when it is not found within the budget. */
export function findQuote(text: Squeezed, query: QuoteQuery, hint: Hint, budget: Budget): FoundQuote | null {
  const quote = squeeze(query.quote).chars;
  if (quote === '') return null;
  const context = contextOf(query.anchor);
  // A long quote may have been moved; a quote without positions (from an import, for example) has only its text.
  const withoutPositions =
    query.anchor.start === '' && query.anchor.before === '' && query.anchor.after === '';
  const search = { text, quote, context, budget };
  const only = withoutPositions || quote.length >= LONG_QUOTE ? onlyOccurrence(search) : null;
  if (only || withoutPositions) return only;
  if (hint.point !== null && deletedAt(text, context, hint.point)) return null;
  return bestExact(search, hint.near) ?? betweenContexts(search);
}
