/** A replacement in a text: `removed` characters (UTF-16 units) at `index`, replaced by `inserted`. */
export interface TextChange {
  index: number;
  removed: number;
  inserted: string;
}

/**
 * The smallest single change from `before` to `after`. `caret` is the caret offset in `after`: in a run of equal
 * characters it decides which of them was typed, so that concurrent text of others ends up on the right side.
 */
export function changeBetween(before: string, after: string, caret: number): TextChange | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  const tail = commonTail(before, after, Math.max(0, after.length - caret));
  let index = 0;
  while (index < shorter - tail && before[index] === after[index]) index += 1;
  const longest = index + tail < shorter ? tail : commonTail(before, after, shorter - index);
  const [start, end] = wholeCharacters(before, after, index, longest);
  return {
    index: start,
    removed: before.length - start - end,
    inserted: after.slice(start, after.length - end),
  };
}

/** How many UTF-16 units, at most `limit`, two texts have in common, counted back from their ends. */
export function commonTail(one: string, other: string, limit = Number.POSITIVE_INFINITY): number {
  const most = Math.min(one.length, other.length, limit);
  let tail = 0;
  while (tail < most && one.at(-1 - tail) === other.at(-1 - tail)) tail += 1;
  return tail;
}

/** Widen the change to whole surrogate pairs: Yjs counts UTF-16 units, and half a pair must never be sent. */
function wholeCharacters(before: string, after: string, start: number, tail: number): [number, number] {
  let index = start;
  let end = tail;
  if (index > 0 && isHighSurrogate(before.charCodeAt(index - 1))) index -= 1;
  if (end > 0 && isLowSurrogate(after.charCodeAt(after.length - end))) end -= 1;
  return [index, end];
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

type Delta = { insert?: unknown; delete?: number; retain?: number }[];

/** The offset of a caret at `position` after a remote change; text inserted exactly there comes after it. */
export function caretAfter(position: number, delta: Delta): number {
  let index = 0;
  let caret = position;
  for (const step of delta) {
    if (step.retain !== undefined) index += step.retain;
    else if (typeof step.insert === 'string') {
      if (index < caret) caret += step.insert.length;
      index += step.insert.length;
    } else if (step.delete !== undefined) {
      caret -= Math.max(0, Math.min(step.delete, caret - index));
    }
  }
  return caret;
}

/**
 * `words` without the characters at its end that match `signs`. A pattern that ends in `+$` asks the same at each place of
 * a long row of such characters inside: 100,000 spaces took four seconds, and others may have written them.
 */
export function withoutEnd(words: string, signs: RegExp): string {
  let end = words.length;
  while (end > 0 && signs.test(words.charAt(end - 1))) end -= 1;
  return words.slice(0, end);
}
