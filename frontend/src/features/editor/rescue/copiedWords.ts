import * as Y from 'yjs';
import { broughtIn, type ClockRange, type TextSlice, textsIn, without } from '../../../sync';

/** Words that stand in the document, or stood there when I copied: pasting them makes them mine only if they were. */
export class CopiedWords {
  private whenCopied: readonly TextSlice[] = [];

  constructor(private readonly doc: Y.Doc) {}

  /** The user copies or cuts some of what stands now. */
  remember(): void {
    this.whenCopied = slicesOf(this.doc);
  }

  /** Which characters of a pasting transaction are copies of text outside `mine`. */
  othersIn(transaction: Y.Transaction, mine: readonly ClockRange[]): ClockRange[] {
    const { beforeState } = transaction;
    const standing = slicesOf(this.doc).filter(({ client, clock }) => clock < (beforeState.get(client) ?? 0));
    return broughtIn(transaction).flatMap(({ text, inserted }) =>
      [this.whenCopied, standing].every((source) => isMineIn(source, text, mine)) ? [] : inserted,
    );
  }
}

/** Whether the words are not in `source`, or only as words of mine. */
function isMineIn(source: readonly TextSlice[], words: string, mine: readonly ClockRange[]): boolean {
  const line = source.map(({ text }) => text).join('');
  for (let at = line.indexOf(words); at >= 0; at = line.indexOf(words, at + 1)) {
    if (without(cut(source, at, at + words.length), mine).length > 0) return false;
  }
  return true;
}

function cut(source: readonly TextSlice[], from: number, to: number): ClockRange[] {
  let offset = 0;
  return source.flatMap(({ client, clock, length }) => {
    const [start, end] = [Math.max(from - offset, 0), Math.min(to - offset, length)];
    offset += length;
    return start < end ? [{ client, clock: clock + start, length: end - start }] : [];
  });
}

function slicesOf(doc: Y.Doc): TextSlice[] {
  const slices: TextSlice[] = [];
  for (const text of textsIn(doc)) {
    for (let item = text._start; item; item = item.right) {
      const { id, content, length, deleted } = item;
      if (deleted || !(content instanceof Y.ContentString)) continue;
      slices.push({ client: id.client, clock: id.clock, length, text: content.str, item });
    }
  }
  return slices;
}
