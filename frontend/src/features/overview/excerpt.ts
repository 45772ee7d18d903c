import { type Line, wordsOf } from '../../sync';

const MOST_LINES = 7;
const MOST_LETTERS = 700;
/** A list that has begun is shown to its end, unless it is this much longer. */
const MOST_MORE = 8;

/** The beginning of a text in whole pieces: no heading without its text, and no list broken off. */
export function excerptOf(lines: readonly Line[], under: string): Line[] {
  const said = lines.filter((line) => !repeats(line, under));
  const shown = said.slice(0, lengthOf(said));
  const last = shown.findLastIndex((line) => !isHeading(line));
  return last < 0 ? shown : shown.slice(0, last + 1);
}

function lengthOf(lines: readonly Line[]): number {
  let letters = 0;
  for (const [at, line] of lines.entries()) {
    letters += wordsOf(line).length;
    if (at + 1 < MOST_LINES && letters < MOST_LETTERS) continue;
    return isListed(line) ? endOfList(lines, at) : at + 1;
  }
  return lines.length;
}

function endOfList(lines: readonly Line[], from: number): number {
  const after = lines.findIndex((line, at) => at > from && !isListed(line));
  const end = after < 0 ? lines.length : after;
  return end - from > MOST_MORE ? from + 1 : end;
}

function isListed({ attributes }: Line): boolean {
  return attributes.kind === 'bullet' || attributes.kind === 'ordered';
}

function isHeading({ attributes }: Line): boolean {
  return attributes.kind === 'heading';
}

/** Whether a heading of the text repeats the one above it. */
function repeats(line: Line, heading: string): boolean {
  return isHeading(line) && wordsOf(line).trim().toLowerCase() === heading.toLowerCase();
}
