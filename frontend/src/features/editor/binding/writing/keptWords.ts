import type { Fragment } from '@tiptap/pm/model';

/**
 * What stays, at the start and at the end, of words that are replaced by others: whole words only.
 *
 * Comments and what others write stay beside the words that are the same. But of "500" made "250" no letter stays:
 * when somebody else deletes the dose at the same moment, "25" must not be left of it.
 */
export function keptWords(before: Fragment, after: Fragment): { start: number; end: number } {
  const [was, is] = [plain(before), plain(after)];
  const shorter = Math.min(was.length, is.length);
  let start = 0;
  while (start < shorter && was[start] === is[start]) start += 1;
  while (start > 0 && !isSpace(is[start - 1])) start -= 1;
  let end = 0;
  while (end < shorter - start && was.at(-1 - end) === is.at(-1 - end)) end += 1;
  while (end > 0 && !isSpace(is.at(-end))) end -= 1;
  return { start, end };
}

const plain = (words: Fragment) => words.textBetween(0, words.size, '', '\n');
const isSpace = (letter = '') => /\s/.test(letter);
