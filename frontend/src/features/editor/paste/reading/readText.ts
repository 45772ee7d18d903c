import { withoutEnd } from '../../../../domain/textChange';
import { MAX_INDENT } from '../../schema/block';
import { hrefFromTyping } from '../../schema/safeHref';
import { BETWEEN, type CleanBlock, type Inline, NO_MARKS } from './blockWriter';

const BULLET = /^(\s*)[•◦▪‣·]\s+/;
const ADDRESS = /(?:https?:\/\/|www\.|mailto:|tel:)[^\s<>"«»]+/gi;
const AFTER_ADDRESS = /[.,;:!?)\]}'”]/;
/** Spaces for a step of depth, as other programs and we write lists in plain text. */
const STEP = 2;

/** Read plain text: a paragraph per line, without empty lines; lines with a bullet character become list items. */
export function readText(text: string): CleanBlock[] {
  return text
    .split(/\r\n|[\r\n\u2028\u2029\v\f]/)
    .map(readLine)
    .filter((block) => block.inline.length > 0);
}

function readLine(line: string): CleanBlock {
  const bullet = BULLET.exec(line);
  const words = columns(printable(bullet ? line.slice(bullet[0].length) : line));
  const depth = Math.floor((bullet?.[1]?.replaceAll('\t', '  ').length ?? 0) / STEP);
  return {
    kind: bullet ? 'bullet' : 'paragraph',
    level: 2,
    indent: Math.min(depth, MAX_INDENT),
    inline: withLinks(words),
  };
}

/** Tabs stand between columns: spreadsheets write nothing else, and an empty column keeps its place. */
function columns(line: string): string {
  if (line.trim() === '') return '';
  const cells = withoutEnd(line, / /).split('\t');
  // A first empty column alone is an indent.
  if (cells.length === 2 && cells[0]?.trim() === '') cells.shift();
  return cells.map((cell) => cell.trim() || (cells.length > 1 ? '–' : '')).join(BETWEEN);
}

/** Without control characters other than tabs. */
function printable(line: string): string {
  return [...line]
    .filter((character) => character === '\t' || (character >= ' ' && character !== '\u007f'))
    .join('');
}

/** Turn addresses in text into links, without trailing punctuation. */
function withLinks(words: string): Inline[] {
  const inline: Inline[] = [];
  let done = 0;
  const add = (text: string, href: string | null) => {
    if (text !== '') inline.push({ text, ...NO_MARKS, href });
  };
  for (const match of words.matchAll(ADDRESS)) {
    const shown = withoutEnd(match[0], AFTER_ADDRESS);
    const href = hrefFromTyping(shown);
    if (href === null) continue;
    add(words.slice(done, match.index), null);
    add(shown, href);
    done = match.index + shown.length;
  }
  add(words.slice(done), null);
  return inline;
}
