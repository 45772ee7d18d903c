import { hrefFromTyping } from '../schema/safeHref';
import { type CleanBlock, type Inline, NO_MARKS } from './cleanBlocks';

const BULLET = /^\s*[•◦▪‣·]\s+/;
const ADDRESS = /(?:https?:\/\/|www\.|mailto:|tel:)[^\s<>"«»]+/gi;
const AFTER_ADDRESS = /[.,;:!?)\]}'”]+$/;

/** Clean plain text: a paragraph per line, without empty lines; lines with a bullet character become list items. */
export function cleanText(text: string): CleanBlock[] {
  return text
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map(cleanLine)
    .filter((block) => block.inline.length > 0);
}

function cleanLine(line: string): CleanBlock {
  const bullet = BULLET.test(line);
  const words = printable(line.replace(BULLET, '').trim());
  return { kind: bullet ? 'bullet' : 'paragraph', level: 2, indent: 0, inline: withLinks(words) };
}

/** Replace tabs by spaces and remove other control characters. */
function printable(line: string): string {
  return [...line.replaceAll('\t', ' ')]
    .filter((character) => character >= ' ' && character !== '\u007f')
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
    const shown = match[0].replace(AFTER_ADDRESS, '');
    const href = hrefFromTyping(shown);
    if (href === null) continue;
    add(words.slice(done, match.index), null);
    add(shown, href);
    done = match.index + shown.length;
  }
  add(words.slice(done), null);
  return inline;
}
