import type { Budget } from './budget';

/**
 * Text without white space, with the original offset of each character.
 *
 * Enter, joining two paragraphs and changing a line break only change white space, so a comparison without
 * white space finds text again after any of them.
 */
export interface Squeezed {
  chars: string;
  /** The offset of each squeezed character in the original text. */
  at: ArrayLike<number>;
}

/** Mark the edges of the document, so that "at the start" and "at the end" can be matched as context. */
export const START = '\u0002';
export const END = '\u0003';

export function squeeze(text: string): Squeezed {
  const at: number[] = [];
  const words: string[] = [];
  for (const match of text.matchAll(/\S+/g)) {
    words.push(match[0]);
    for (let index = match.index; index < match.index + match[0].length; index++) at.push(index);
  }
  return { chars: words.join(''), at };
}

/** The blocks of a document, squeezed, between its edge marks, which are at offset 0 and at the end. */
export function squeezeBlocks(
  blocks: readonly { offset: number; squeezed: Squeezed }[],
  length: number,
): Squeezed {
  const chars = START + blocks.map(({ squeezed }) => squeezed.chars).join('') + END;
  const at = new Int32Array(chars.length);
  let index = 1;
  for (const { offset, squeezed } of blocks) {
    for (let within = 0; within < squeezed.at.length; within++) {
      at[index++] = offset + (squeezed.at[within] ?? 0);
    }
  }
  at[index] = length;
  return { chars, at };
}

/** How many characters `left` and `right` have in common, counted from their beginnings. */
export function commonHead(left: string, right: string): number {
  const most = Math.min(left.length, right.length);
  let count = 0;
  while (count < most && left[count] === right[count]) count++;
  return count;
}

/** What one step of `indexOf` does, in characters: it looks at many at once. */
const SCANNED = 64;

/** The offsets of `needle` in `text`, overlapping ones included, as far as the budget goes. */
export function* occurrences(text: string, needle: string, budget: Budget): Generator<number> {
  if (needle === '' || !budget.take(Math.ceil(text.length / SCANNED))) return;
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) {
    if (!budget.take(needle.length)) return;
    yield at;
  }
}

/** Length of the longest common subsequence: how much of `left` is kept, in order, in `right`. 0 beyond the budget. */
export function keptCharacters(left: string, right: string, budget: Budget): number {
  if (!budget.take(left.length * right.length)) return 0;
  let previous = new Uint16Array(right.length + 1);
  let current = new Uint16Array(right.length + 1);
  for (let i = 0; i < left.length; i++) {
    for (let j = 0; j < right.length; j++) {
      current[j + 1] =
        left[i] === right[j] ? (previous[j] ?? 0) + 1 : Math.max(previous[j + 1] ?? 0, current[j] ?? 0);
    }
    [previous, current] = [current, previous];
  }
  return previous[right.length] ?? 0;
}
