import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { OwnText } from './ownText';
import { ownMark, unsavedWords } from './unsavedWords';

function paragraph(doc: Y.Doc, words: string): Y.XmlText {
  const text = new Y.XmlText(words);
  const block = new Y.XmlElement('block');
  block.insert(0, [text]);
  doc.getXmlFragment('body').push([block]);
  return text;
}

test('only what was written after the mark, also inside a run that Yjs has merged', () => {
  const doc = new Y.Doc();
  const text = paragraph(doc, 'lagret');
  const saved = ownMark(doc);
  text.insert(6, ' og ulagret');
  expect(unsavedWords(doc, saved, new OwnText(doc))).toBe(' og ulagret');
});

test('text of others and deleted text are left out', () => {
  const theirs = new Y.Doc();
  const doc = new Y.Doc();
  paragraph(theirs, 'deres');
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(theirs));
  const text = paragraph(doc, 'mitt første utkast');
  text.delete(5, 7);
  expect(unsavedWords(doc, 0, new OwnText(doc))).toBe('mitt utkast');
});

test('every text node has its line, fields too', () => {
  const doc = new Y.Doc();
  paragraph(doc, 'i teksten');
  const title = new Y.Text('i tittelen');
  doc.getMap('fields').set('title', title);
  expect(unsavedWords(doc, 0, new OwnText(doc))).toBe('i teksten\ni tittelen');
});
