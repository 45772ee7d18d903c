// What a person does to a part's document, in Yjs.
import * as Y from 'yjs';

/** Add words to the end of the first block that has text; one transaction, so one frame. */
export function type(doc, words) {
  const blocks = doc.getXmlFragment('body').toArray();
  const text = blocks.flatMap((block) => block.toArray()).find((child) => child instanceof Y.XmlText);
  text.insert(text.length, words);
}

export function addBlock(doc, words, kind = 'paragraph') {
  doc.transact(() => {
    const block = new Y.XmlElement('block');
    block.setAttribute('kind', kind);
    doc.getXmlFragment('body').push([block]);
    block.insert(0, [new Y.XmlText(words)]);
  });
}

/** A node that the shape of a part does not know: the server refuses it. */
export function addTable(doc) {
  doc.getXmlFragment('body').push([new Y.XmlElement('table')]);
}

export function setField(doc, name, value) {
  doc.getMap('fields').set(name, value);
}

/** All text of the body, a line per block. */
export function textOf(doc) {
  const line = (block) => block.toArray().map((child) => (child instanceof Y.XmlText ? plain(child) : '\n'));
  return doc
    .getXmlFragment('body')
    .toArray()
    .map((block) => (block instanceof Y.XmlElement ? line(block).join('') : ''))
    .join('\n');
}

function plain(text) {
  return text.toDelta().map(({ insert }) => insert).join('');
}

export function updateOf(doc) {
  return Buffer.from(Y.encodeStateAsUpdate(doc)).toString('base64');
}
