// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { TextBinding } from './bindText';

let mine: Y.Doc;
let theirs: Y.Doc;
let box: HTMLTextAreaElement;
let binding: TextBinding;
let owed: boolean;

beforeEach(() => {
  mine = new Y.Doc();
  theirs = new Y.Doc();
  mine.getText('t').insert(0, 'skolen hjelper');
  Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine));
  box = document.body.appendChild(document.createElement('textarea'));
  binding = new TextBinding(mine.getText('t'), box, false, (owes) => {
    owed = owes;
  });
  box.focus();
});

afterEach(() => {
  binding.destroy();
  box.remove();
});

/** Both sides write without seeing each other, then meet. */
function meet(): void {
  Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine));
  Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs));
  expect(box.value).toBe(mine.getText('t').toString());
  expect(theirs.getText('t').toString()).toBe(box.value);
}

function type(words: string, at: number): void {
  box.setRangeText(words, at, at, 'end');
  box.dispatchEvent(new InputEvent('input'));
}

test('two people write in the same text and both keep their words', () => {
  type('alltid ', 7);
  theirs.getText('t').insert(14, ' til');
  meet();
  expect(box.value).toBe('skolen alltid hjelper til');
});

test('the caret stays between the same two characters when others write before it', () => {
  box.setSelectionRange(7, 7);
  theirs.getText('t').insert(0, 'hele ');
  meet();
  expect(box.selectionStart).toBe(12);
});

test('what others write while an input method composes does not disturb it, and nothing is lost', () => {
  box.dispatchEvent(new CompositionEvent('compositionstart'));
  type('ofte ', 7);
  theirs.getText('t').insert(0, 'hele ');
  Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs));
  expect(box.value).toBe('skolen ofte hjelper');
  type('nok ', 12);
  expect(owed).toBe(true);
  box.dispatchEvent(new CompositionEvent('compositionend'));
  expect(owed).toBe(false);
  meet();
  expect(box.value).toBe('hele skolen ofte nok hjelper');
});

test('what an input method composes is written as it is typed: some phone keyboards compose every word', () => {
  box.dispatchEvent(new CompositionEvent('compositionstart'));
  type('of', 7);
  type('te ', 9);
  expect(mine.getText('t').toString()).toBe('skolen ofte hjelper');
  box.dispatchEvent(new CompositionEvent('compositionend'));
  meet();
  expect(box.value).toBe('skolen ofte hjelper');
});

test('what is still being composed when the page is put away is written, beside what others wrote', () => {
  box.dispatchEvent(new CompositionEvent('compositionstart'));
  type('of', 7);
  theirs.getText('t').insert(0, 'hele ');
  Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs));
  type('te ', 9);
  binding.flush();
  expect(owed).toBe(false);
  meet();
  expect(box.value).toBe('hele skolen ofte hjelper');
});

test('a selection made backwards stays so when others write', () => {
  box.setSelectionRange(7, 14, 'backward');
  theirs.getText('t').insert(0, 'hele ');
  meet();
  expect([box.selectionStart, box.selectionEnd, box.selectionDirection]).toEqual([12, 19, 'backward']);
});

test('undo takes back my words and leaves theirs', () => {
  type('alltid ', 7);
  theirs.getText('t').insert(14, ' til');
  meet();
  box.dispatchEvent(new KeyboardEvent('keydown', { key: 'z', ctrlKey: true }));
  meet();
  expect(box.value).toBe('skolen hjelper til');
});

test('in a title lines become one, and a long row of spaces costs as much as its length', () => {
  binding.destroy();
  const title = mine.getText('t');
  binding = new TextBinding(title, box, true, () => {});
  box.value = ` a \n\n \n b${' '.repeat(300_000)}c\n`;
  box.dispatchEvent(new InputEvent('input'));
  expect(title.toString()).toBe(` a b${' '.repeat(300_000)}c `);
});
