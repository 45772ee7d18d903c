import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { type Fields, textField, watchFields, writeScalar } from './fields';

function watched(doc: Y.Doc): { shown: Fields[]; stop: () => void } {
  const shown: Fields[] = [];
  return { shown, stop: watchFields(doc, (fields) => shown.push(fields)) };
}

test('fields are reported now and after each change, texts as strings, until unsubscribed', () => {
  const doc = new Y.Doc();
  doc.getMap('fields').set('title', new Y.Text('Sykle'));
  const { shown, stop } = watched(doc);
  textField(doc, 'title')?.insert(5, ' mer');
  writeScalar(doc, 'status', 'started');
  stop();
  writeScalar(doc, 'status', 'done');
  expect(shown).toEqual([
    { title: 'Sykle' },
    { title: 'Sykle mer' },
    { title: 'Sykle mer', status: 'started' },
  ]);
});

test('an empty choice is deleted, and an equal value is not written again', () => {
  const doc = new Y.Doc();
  writeScalar(doc, 'status', 'done');
  const { shown } = watched(doc);
  writeScalar(doc, 'status', 'done');
  writeScalar(doc, 'status', '');
  writeScalar(doc, 'due', '');
  expect(shown).toEqual([{ status: 'done' }, {}]);
  expect(textField(doc, 'status')).toBeNull();
});
