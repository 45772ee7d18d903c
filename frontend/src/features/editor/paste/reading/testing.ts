import nb from '../../../../i18n/nb/paste.json';
import { readHtml } from '../html/readHtml';
import type { CleanBlock, Inline } from './blockWriter';
import { Account } from './meanings';

/** `h2 Mål`, `  - punkt`; **bold**, _italic_, [words](address), `/` for a line break. */
export function short(blocks: CleanBlock[]): string[] {
  return blocks.map(({ kind, level, indent, inline }) => {
    const sign = { heading: `h${level} `, bullet: '- ', ordered: '1. ', paragraph: '' }[kind];
    return '  '.repeat(indent) + sign + inline.map(shortInline).join('');
  });
}

function shortInline(part: Inline): string {
  if (part === 'break') return '/';
  const bold = part.bold ? `**${part.text}**` : part.text;
  const italic = part.italic ? `_${bold}_` : bold;
  return part.href ? `[${italic}](${part.href})` : italic;
}

/** What is inserted of `html`, and what is said of it: `-` for what was left out, `+` for what was written. */
export function read(html: string, plain = ''): { blocks: string[]; said: string[] } {
  const account = new Account();
  const blocks = short(readHtml(html, (meaning) => nb.words[meaning], account, plain));
  return {
    blocks,
    said: [
      ...[...account.leftOut].map((each) => `-${each}`),
      ...[...account.written].map((each) => `+${each}`),
    ].sort(),
  };
}

export const clean = (html: string) => read(html).blocks;
