import * as Y from 'yjs';

/** Write `words` as a block of their own at the end of the part. */
export function addBlock(doc: Y.Doc | null, words: string): void {
  if (!doc) throw new Error('the part is not open');
  const block = new Y.XmlElement('block');
  block.insert(0, [new Y.XmlText(words)]);
  doc.getXmlFragment('body').push([block]);
}
