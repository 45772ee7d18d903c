import { fromBase64, toBase64 } from 'lib0/buffer';
import * as Y from 'yjs';
import { findQuote } from './findQuote';
import { type FlatText, offsetOf, runAt } from './flatText';
import { keptCharacters, squeeze } from './squeezed';

/**
 * What the page keeps with a comment: two Yjs relative positions and the words around. Opaque to the server, which
 * takes any record; an interface would not be one.
 */
export type Anchor = {
  start: string;
  end: string;
  before: string;
  after: string;
};

/** An anchor with the words it was set on. */
export interface Quoted {
  anchor: Anchor;
  quote: string;
}

/** A stretch of the flat text, `end` excluded. */
export interface Stretch {
  start: number;
  end: number;
}

/**
 * Where the words of a comment stand now. `exact`: the quoted words; `edited`: most of them;
 * `changed`: not found again, `near` is where they used to be if that is known.
 */
export type Place =
  | ({ kind: 'exact' } & Stretch)
  | ({ kind: 'edited' } & Stretch)
  | { kind: 'changed'; near: number | null };

/** Characters of context kept on each side; enough to tell two like lines apart in ordinary text. */
const CONTEXT = 32;
/** The server's limit on the length of a quote. */
const LONGEST_QUOTE = 500;
/** Below this share of the quoted characters, the words are no longer those that were commented. */
const MOSTLY = 0.6;

function encode(type: Y.XmlText, index: number, assoc: number): string {
  const position = Y.createRelativePositionFromTypeIndex(type, index, assoc);
  return toBase64(Y.encodeRelativePosition(position));
}

/** The same words without white space at their edges, cut to what the server keeps; null when none are left. */
export function trimStretch(text: string, { start, end }: Stretch): Stretch | null {
  const words = text.slice(start, end);
  const first = start + (words.length - words.trimStart().length);
  const last = Math.min(first + words.trim().length, first + LONGEST_QUOTE);
  return first < last ? { start: first, end: last } : null;
}

/** Tie a comment to the words of `stretch`. Null when there is no word in it. */
export function makeAnchor(flat: FlatText, stretch: Stretch): Quoted | null {
  const trimmed = trimStretch(flat.text, stretch);
  if (!trimmed) return null;
  const { start, end } = trimmed;
  const first = runAt(flat, start);
  const last = runAt(flat, end - 1);
  if (!first || !last) return null;
  return {
    anchor: {
      // Each end holds on to the character inside the stretch, so that what is typed beside it stays outside.
      start: encode(first.type, start - first.offset, 0),
      end: encode(last.type, end - last.offset, -1),
      before: flat.text.slice(Math.max(0, start - CONTEXT), start),
      after: flat.text.slice(end, end + CONTEXT),
    },
    quote: flat.text.slice(start, end),
  };
}

/** The anchor in a comment's row, or null for whatever is not one. */
export function readAnchor(value: unknown): Anchor | null {
  if (typeof value !== 'object' || value === null) return null;
  const { start, end, before, after } = value as Record<string, unknown>;
  const texts = [start, end, before, after];
  return texts.every((text) => typeof text === 'string') ? (value as Anchor) : null;
}

/** Where one encoded relative position stands in the flat text; null when what it held on to is gone. */
function offsetFrom(doc: Y.Doc, flat: FlatText, encoded: string): number | null {
  try {
    const position = Y.decodeRelativePosition(fromBase64(encoded));
    const absolute = Y.createAbsolutePositionFromRelativePosition(position, doc);
    return absolute ? offsetOf(flat, absolute.type, absolute.index) : null;
  } catch {
    // Written by another version or damaged: the quoted words still find their place.
    return null;
  }
}

/** The stretch between two live ends; null when they met, crossed or are gone. */
function between(start: number | null, end: number | null): Stretch | null {
  return start !== null && end !== null && start < end ? { start, end } : null;
}

/** True when `words` hold most of `quote` and not much else. */
function mostlyKeeps(words: string, quote: string): boolean {
  const [now, then] = [squeeze(words).chars, squeeze(quote).chars];
  if (now.length > 2 * then.length + 20) return false;
  return keptCharacters(then, now) >= MOSTLY * then.length;
}

/**
 * Find the words of a comment in the text as it is now.
 *
 * Ordinary editing collapses or kills relative positions (one Enter earlier in the paragraph re-creates the
 * rest of it), so live positions are believed only when the words between them agree; else the words are
 * looked up with their context. `lastSeen` is where they stood before this change, to choose among like ones.
 */
export function locate(doc: Y.Doc, flat: FlatText, quoted: Quoted, lastSeen: number | null = null): Place {
  const start = offsetFrom(doc, flat, quoted.anchor.start);
  const end = offsetFrom(doc, flat, quoted.anchor.end);
  const live = between(start, end);
  if (live && squeeze(flat.text.slice(live.start, live.end)).chars === squeeze(quoted.quote).chars) {
    return { kind: 'exact', ...live };
  }
  const point = live ? null : (start ?? end);
  const hint = { near: live?.start ?? point ?? lastSeen, point };
  const found = findQuote(flat.text, quoted, hint);
  if (found?.exact) return { kind: 'exact', start: found.start, end: found.end };
  if (live && mostlyKeeps(flat.text.slice(live.start, live.end), quoted.quote))
    return { kind: 'edited', ...live };
  if (found) return { kind: 'edited', start: found.start, end: found.end };
  return { kind: 'changed', near: hint.near };
}
