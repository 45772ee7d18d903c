import type { Data } from '../brought';
import { readHtml } from '../html/readHtml';
import { type CleanBlock, NO_MARKS } from './blockWriter';
import { linesOf } from './lines';
import { Account, type Label } from './meanings';
import { readText } from './readText';

export interface Pasted {
  blocks: CleanBlock[];
  account: Account;
}

/** What a paste or a drop holds, as blocks of a part. `plain` asks for words alone, a paragraph a line. */
export function readPasted(data: Data, label: Label, plain = false): Pasted {
  const html = data.getData('text/html');
  const text = data.getData('text/plain');
  const account = new Account();
  const blocks = html === '' ? [] : readHtml(html, label, account, text);
  // What was left out of the HTML stands in the plain text of the same clipboard.
  if (blocks.length === 0 && account.leftOut.size === 0) blocks.push(...readText(text));
  if (blocks.length === 0 && account.leftOut.size === 0 && data.files.length > 0)
    account.leftOut.add('files');
  return { blocks: plain && html !== '' ? wordsAlone(blocks) : blocks, account };
}

function wordsAlone(blocks: readonly CleanBlock[]): CleanBlock[] {
  return linesOf(blocks).map((text) => ({
    kind: 'paragraph',
    level: 2,
    indent: 0,
    inline: [{ text, ...NO_MARKS }],
  }));
}
