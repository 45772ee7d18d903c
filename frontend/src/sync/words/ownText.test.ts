import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { OwnText } from './ownText';
import { unsavedWords } from './unsavedWords';

/** My copy of a part in which another has written `words`. */
function copyOf(words: string) {
  const theirs = new Y.Doc();
  theirs.getXmlFragment('body').insert(0, [block(words)]);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(theirs));
  const body = doc.getXmlFragment('body');
  const undo = new Y.UndoManager(body, { captureTimeout: 0 });
  return { doc, body, undo, own: new OwnText(doc), text: (at: number) => textOf(body, at) };
}

function block(words: string): Y.XmlElement {
  const element = new Y.XmlElement('block');
  element.insert(0, [new Y.XmlText(words)]);
  return element;
}

const textOf = (body: Y.XmlFragment, at: number) => (body.get(at) as Y.XmlElement).get(0) as Y.XmlText;

/** As Enter does: the end of the paragraph is written anew, by whoever pressed it. */
function split({ doc, body, text }: ReturnType<typeof copyOf>, at: number): void {
  doc.transact(() => {
    const end = text(0).toString().slice(at);
    text(0).delete(at, end.length);
    body.insert(1, [block(end)]);
  });
}

test('what an Enter of mine wrote anew is still theirs', () => {
  const copy = copyOf('Hun trenger hvile etter skolen');
  copy.text(0).insert(11, ' mye');
  split(copy, 8);
  expect(copy.text(1).toString()).toBe('ger mye hvile etter skolen');
  expect(unsavedWords(copy.doc, 0, copy.own)).toBe(' mye');
});

test('what I took away and got back is still theirs, and mine is mine', () => {
  const copy = copyOf('Hun trenger hvile');
  copy.text(0).insert(17, ' nå');
  copy.body.delete(0, 1);
  copy.undo.undo();
  expect(copy.text(0).toString()).toBe('Hun trenger hvile nå');
  expect(unsavedWords(copy.doc, 0, copy.own)).toBe(' nå');
});

test('what was written anew twice is theirs both times', () => {
  const copy = copyOf('Hun trenger hvile');
  split(copy, 3);
  copy.doc.transact(() => {
    copy.text(0).insert(3, copy.text(1).toString());
    copy.body.delete(1, 1);
  });
  split(copy, 12);
  expect(copy.text(1).toString()).toBe('hvile');
  expect(unsavedWords(copy.doc, 0, copy.own)).toBe('');
});
