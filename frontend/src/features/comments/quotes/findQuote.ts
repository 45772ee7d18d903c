import {
  commonHead,
  commonTail,
  END,
  keptCharacters,
  occurrences,
  type Squeezed,
  START,
  squeeze,
  squeezeDocument,
} from './squeezed';

/** The words to find and what stood around them when they were quoted. */
interface Sought {
  quote: string;
  anchor: { start: string; before: string; after: string };
}

/** `near`: where they are expected; `point`: the single point that both ends of the anchor fell together on. */
interface Hint {
  near: number | null;
  point: number | null;
}

interface Found {
  start: number;
  end: number;
  exact: boolean;
}

/** The context kept with every anchor; shorter means that the document began or ended there. */
const FULL_CONTEXT = 32;
/** A whole side of context this long is proof enough by itself: the other side may have been rewritten. */
const STRONG_SIDE = 8;
/** Share of the whole context that must agree where neither side is intact. */
const AGREEMENT = 0.6;
/** Share of each side that must stand right at a point to say that the words between them were deleted. */
const CLOSED = 0.8;
/** Words this long that occur only once are themselves wherever they were moved. */
const LONG_QUOTE = 24;
/** Share of the quote that must be left between intact contexts. */
const MOSTLY = 0.6;

interface Context {
  before: string;
  after: string;
}

function contextOf({ before, after }: Sought['anchor']): Context {
  const opening = before.length < FULL_CONTEXT ? START : '';
  const closing = after.length < FULL_CONTEXT ? END : '';
  return { before: opening + squeeze(before).chars, after: squeeze(after).chars + closing };
}

interface Agreement {
  tail: number;
  head: number;
  share: number;
}

/** How well the text around `from`…`to` (squeezed offsets) agrees with the context. */
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
  const index = at.findIndex((place, i) => i > 0 && place >= offset);
  return index < 0 ? at.length - 1 : index;
}

/** True when both contexts meet at the point where the anchor collapsed: the words were deleted, not moved. */
function deletedAt(text: Squeezed, context: Context, point: number): boolean {
  const index = squeezedIndex(text, point);
  const { tail, head } = agreement(text.chars, context, index, index);
  return tail >= CLOSED * context.before.length && head >= CLOSED * context.after.length;
}

function stretch(text: Squeezed, from: number, to: number, exact: boolean): Found {
  return { start: text.at[from] ?? 0, end: (text.at[to - 1] ?? 0) + 1, exact };
}

/** Exactly the quoted words, where the context agrees best; among equals the one nearest to `near`. */
function bestExact(text: Squeezed, quote: string, context: Context, near: number | null): Found | null {
  const candidates = occurrences(text.chars, quote)
    .map((from) => ({ from, agreed: agreement(text.chars, context, from, from + quote.length) }))
    .filter(({ agreed }) => convincing(agreed, context));
  const distance = (from: number) => (near === null ? 0 : Math.abs((text.at[from] ?? 0) - near));
  candidates.sort((a, b) => b.agreed.share - a.agreed.share || distance(a.from) - distance(b.from));
  const best = candidates[0];
  return best ? stretch(text, best.from, best.from + quote.length, true) : null;
}

/** Words that stand exactly once in the text, whatever surrounds them. */
function onlyPlace(text: Squeezed, quote: string): Found | null {
  const [only, second] = occurrences(text.chars, quote);
  if (only === undefined || second !== undefined) return null;
  return stretch(text, only, only + quote.length, true);
}

/** What stands between the two contexts, if most of the quote is left there. */
function betweenContexts(text: Squeezed, quote: string, context: Context): Found | null {
  const before = context.before.slice(-STRONG_SIDE * 2);
  const after = context.after.slice(0, STRONG_SIDE * 2);
  if (before.length < 2 || after.length < 1) return null;
  let best: { found: Found; kept: number } | null = null;
  for (const at of occurrences(text.chars, before)) {
    const from = at + before.length;
    const to = text.chars.indexOf(after, from);
    if (to <= from || to - from > 2 * quote.length + 20) continue;
    const kept = keptCharacters(quote, text.chars.slice(from, to));
    if (kept < MOSTLY * quote.length || kept <= (best?.kept ?? 0)) continue;
    best = { found: stretch(text, from, to, false), kept };
  }
  return best?.found ?? null;
}

/** Find the quoted words in `text` by themselves and by their context; null when they are not there. */
export function findQuote(text: string, sought: Sought, hint: Hint): Found | null {
  const squeezed = squeezeDocument(text);
  const quote = squeeze(sought.quote).chars;
  if (quote === '') return null;
  const context = contextOf(sought.anchor);
  // Long words were moved; words quoted without any place (by an import, say) have nothing else to go by.
  const placeless = sought.anchor.start === '' && sought.anchor.before === '' && sought.anchor.after === '';
  const only = placeless || quote.length >= LONG_QUOTE ? onlyPlace(squeezed, quote) : null;
  if (only || placeless) return only;
  if (hint.point !== null && deletedAt(squeezed, context, hint.point)) return null;
  return bestExact(squeezed, quote, context, hint.near) ?? betweenContexts(squeezed, quote, context);
}
