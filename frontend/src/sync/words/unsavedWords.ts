import * as Y from 'yjs';
import type { OwnText } from './ownText';
import { textsIn } from './textSlices';

/**
 * Own text that the server has not acknowledged: the text inserted by our client id from clock `since` on, in
 * document order, one line per text node. Text that was deleted again, and others' text that an edit of ours only
 * re-created, is left out.
 */
export function unsavedWords(doc: Y.Doc, since: number, own: OwnText): string {
  const lines: string[] = [];
  for (const text of textsOf(doc)) {
    const line = ownWords(text, doc.clientID, since, own);
    if (line.trim() !== '') lines.push(line);
  }
  return lines.join('\n');
}

function* textsOf(doc: Y.Doc): Generator<Y.Text> {
  yield* textsIn(doc);
  for (const value of doc.getMap('fields').values()) {
    if (value instanceof Y.Text) yield value;
  }
}

function ownWords(text: Y.Text, client: number, since: number, own: OwnText): string {
  let words = '';
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || item.id.client !== client) continue;
    if (!(item.content instanceof Y.ContentString)) continue;
    // Yjs merges neighbouring runs, so one item may begin with saved text and end with unsaved text.
    const from = Math.max(0, since - item.id.clock);
    const clock = item.id.clock + from;
    if (from < item.length)
      words += own.of({ client, clock, length: item.length - from, text: item.content.str.slice(from) });
  }
  return words;
}

/** The next clock of our client id in this document: everything we wrote is below it. */
export function ownMark(doc: Y.Doc): number {
  return Y.getState(doc.store, doc.clientID);
}
