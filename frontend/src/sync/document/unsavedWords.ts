import * as Y from 'yjs';

/**
 * Own text that the server has not acknowledged: the text inserted by our client id from clock `since` on, in
 * document order, one line per text node. Text that was deleted again is left out.
 */
export function unsavedWords(doc: Y.Doc, since: number): string {
  const lines: string[] = [];
  for (const text of textsOf(doc)) {
    const line = ownText(text, doc.clientID, since);
    if (line.trim() !== '') lines.push(line);
  }
  return lines.join('\n');
}

function* textsOf(doc: Y.Doc): Generator<Y.Text> {
  for (const node of doc.getXmlFragment('body').createTreeWalker((node) => node instanceof Y.XmlText)) {
    if (node instanceof Y.XmlText) yield node;
  }
  for (const value of doc.getMap('fields').values()) {
    if (value instanceof Y.Text) yield value;
  }
}

function ownText(text: Y.Text, client: number, since: number): string {
  let words = '';
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || item.id.client !== client) continue;
    if (!(item.content instanceof Y.ContentString)) continue;
    // Yjs merges neighbouring runs, so one item may begin with saved text and end with unsaved text.
    words += item.content.str.slice(Math.max(0, since - item.id.clock));
  }
  return words;
}

/** The next clock of our client id in this document: everything we wrote is below it. */
export function ownMark(doc: Y.Doc): number {
  return Y.getState(doc.store, doc.clientID);
}
