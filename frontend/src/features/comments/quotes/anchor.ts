import { fromBase64, toBase64 } from 'lib0/buffer';
import * as Y from 'yjs';
import { Budget } from './budget';
import { findQuote } from './findQuote';
import type { FlatText } from './flatText';
import { keptCharacters, squeeze } from './squeezed';

/**
 * The anchor stored with a comment: two encoded Yjs relative positions and the text around them. Opaque to the server,
 * which accepts any record; a type and not an interface, since an interface is not assignable to a record.
 */
export type Anchor = {
  start: string;
  end: string;
  before: string;
  after: string;
};

/** An anchor with the text it was created on. */
export interface Quoted {
  anchor: Anchor;
  quote: string;
}

/** A range of the flat text in UTF-16 units, `end` excluded. */
export interface TextRange {
  start: number;
  end: number;
}

/**
 * Where the quoted text of a comment is now. `exact`: all of it; `edited`: most of it; `changed`: not found, `near` is
 * its former offset if known.
 */
export type QuoteMatch =
  | ({ kind: 'exact' } & TextRange)
  | ({ kind: 'edited' } & TextRange)
  | { kind: 'changed'; near: number | null };

/** Characters of context kept on each side; enough to distinguish similar lines in ordinary text. */
export const CONTEXT = 32;
/** The server's limit on the length of a quote. */
export const LONGEST_QUOTE = 500;
/** Steps for one quote: enough to compare the longest quote with the longest text between its contexts, once. */
export const STEPS_FOR_QUOTE = 600_000;
/** With less than this share of the quoted characters, text no longer counts as the quoted text. */
const MOSTLY = 0.6;

function encode(type: Y.XmlText, index: number, assoc: number): string {
  const position = Y.createRelativePositionFromTypeIndex(type, index, assoc);
  return toBase64(Y.encodeRelativePosition(position));
}

/** The range without white space at its edges, cut to the server's limit; null when nothing is left. */
export function trimRange(text: string, { start, end }: TextRange): TextRange | null {
  const words = text.slice(start, end);
  const first = start + (words.length - words.trimStart().length);
  const last = Math.min(first + words.trim().length, first + LONGEST_QUOTE);
  return first < last ? { start: first, end: last } : null;
}

/** Create an anchor on `range`; null when it contains only white space. */
export function makeAnchor(flat: FlatText, range: TextRange): Quoted | null {
  const trimmed = trimRange(flat.text, range);
  if (!trimmed) return null;
  const { start, end } = trimmed;
  const first = flat.runAt(start);
  const last = flat.runAt(end - 1);
  if (!first || !last) return null;
  return {
    anchor: {
      // Each end is bound to the character inside the range, so that text typed beside the range stays outside.
      start: encode(first.type, start - first.offset, 0),
      end: encode(last.type, end - last.offset, -1),
      before: flat.text.slice(Math.max(0, start - CONTEXT), start),
      after: flat.text.slice(end, end + CONTEXT),
    },
    quote: flat.text.slice(start, end),
  };
}

/** Parse the anchor of a stored comment; null when it is not one as we make it, whoever made it. */
export function readAnchor(value: unknown): Anchor | null {
  if (typeof value !== 'object' || value === null) return null;
  const { start, end, before, after } = value as Record<string, unknown>;
  if (typeof start !== 'string' || typeof end !== 'string') return null;
  if (typeof before !== 'string' || typeof after !== 'string') return null;
  const short = before.length <= CONTEXT && after.length <= CONTEXT;
  return short ? { start, end, before, after } : null;
}

/** The flat-text offset of an encoded relative position; null when its text node is gone. */
function offsetFrom(doc: Y.Doc, flat: FlatText, encoded: string): number | null {
  try {
    const position = Y.decodeRelativePosition(fromBase64(encoded));
    const absolute = Y.createAbsolutePositionFromRelativePosition(position, doc);
    return absolute ? flat.offsetOf(absolute.type, absolute.index) : null;
  } catch {
    // Damaged, or written by another version: the quoted text can still be searched for.
    return null;
  }
}

/** The range between two resolved ends; null when they met, crossed or are gone. */
function between(start: number | null, end: number | null): TextRange | null {
  return start !== null && end !== null && start < end ? { start, end } : null;
}

/** Text between two ends beyond this is not compared with the quote: anybody may have invented the ends. */
const LONGEST_LIVE = 4 * LONGEST_QUOTE;

function isQuote(words: string, quote: string): boolean {
  return words.length <= LONGEST_LIVE && squeeze(words).chars === squeeze(quote).chars;
}

/** True when `words` contains most of `quote` and not much else. */
function mostlyKeeps(words: string, quote: string, budget: Budget): boolean {
  const then = squeeze(quote).chars;
  if (words.length > LONGEST_LIVE) return false;
  const now = squeeze(words).chars;
  if (now.length > 2 * then.length + 20) return false;
  return keptCharacters(then, now, budget) >= MOSTLY * then.length;
}

/**
 * Find the quoted text of a comment in the current text.
 *
 * Ordinary editing collapses or deletes relative positions (one Enter earlier in the paragraph re-creates the
 * rest of it), so resolved positions are trusted only when the text between them is the quote; otherwise the quote is
 * searched for with its context. `lastSeen` is its offset before this change, to choose among equal candidates.
 */
export function locate(
  doc: Y.Doc,
  flat: FlatText,
  quoted: Quoted,
  lastSeen: number | null = null,
  budget: Budget = new Budget(STEPS_FOR_QUOTE),
): QuoteMatch {
  const start = offsetFrom(doc, flat, quoted.anchor.start);
  const end = offsetFrom(doc, flat, quoted.anchor.end);
  const live = between(start, end);
  if (live && isQuote(flat.text.slice(live.start, live.end), quoted.quote)) {
    return { kind: 'exact', ...live };
  }
  const point = live ? null : (start ?? end);
  const hint = { near: live?.start ?? point ?? lastSeen, point };
  const found = findQuote(flat.squeezed, quoted, hint, budget);
  if (found?.exact) return { kind: 'exact', start: found.start, end: found.end };
  if (live && mostlyKeeps(flat.text.slice(live.start, live.end), quoted.quote, budget))
    return { kind: 'edited', ...live };
  if (found) return { kind: 'edited', start: found.start, end: found.end };
  return { kind: 'changed', near: hint.near };
}

/** The offset at which a match begins, or used to; null for a comment on the whole part, or when unknown. */
export function offsetOfMatch(match: QuoteMatch | undefined): number | null {
  if (!match) return null;
  return match.kind === 'changed' ? match.near : match.start;
}
