// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WrittenPart } from '../testing/testEditor';
import { commentedWords, commentedWordsKey, showCommentedWords, threadAt } from './commentedWords';
import { positionsIn, rangeOf, threadsOn, wordsOf } from './positions';

const SAID = { taken: 'tas bort:', given: 'settes inn:' };
let part: WrittenPart;
const events = { onThread: () => {}, onElsewhere: () => {}, onNew: () => {}, onEditable: () => {} };

beforeEach(() => {
  part = new WrittenPart('Ida vil ta bussen.', 'Skolen øver med henne.', '');
  const { state } = part.view;
  part.view.updateState(state.reconfigure({ plugins: [...state.plugins, commentedWords(events)] }));
});

afterEach(() => part.close());

function mark(words: string, editable = true): void {
  const start = part.text.indexOf(words);
  const positions = positionsIn(part.view.state.doc, { start, end: start + words.length });
  if (!positions) throw new Error(`«${words}» has no place in the editor`);
  showCommentedWords(part.view, {
    marks: [{ thread: 't1', ...positions }],
    active: null,
    editable,
    saying: 'kommentert',
    ofChange: SAID,
  });
}

function shown(): string[] {
  return [...part.view.dom.querySelectorAll('.commented-words')].map((element) => element.textContent ?? '');
}

test('offsets of the flat text and editor positions are each other back', () => {
  const words = 'øver';
  const start = part.text.indexOf(words);
  const positions = positionsIn(part.view.state.doc, { start, end: start + words.length });
  expect(positions && part.view.state.doc.textBetween(positions.from, positions.to)).toBe(words);
  expect(positions && rangeOf(part.view.state.doc, positions.from, positions.to)).toEqual({
    start,
    end: start + words.length,
  });
});

test('a stretch beyond the end has no place', () => {
  expect(positionsIn(part.view.state.doc, { start: 10_000, end: 10_004 })).toBeNull();
});

test('the words keep their mark while others write before, after and around them', () => {
  mark('Skolen');
  const first = part.body.get(0) as import('yjs').XmlElement;
  (first.get(0) as import('yjs').XmlText).insert(0, 'Her: ');
  expect(shown()).toEqual(['Skolen']);
  const second = part.body.get(1) as import('yjs').XmlElement;
  (second.get(0) as import('yjs').XmlText).insert(6, 's lærer');
  expect(shown()).toEqual(['Skolen']);
});

test('the mark goes when the words go', () => {
  mark('Skolen');
  part.body.delete(1, 1);
  expect(shown()).toEqual([]);
});

test('the words of a text that cannot be edited take focus themselves', () => {
  mark('Skolen', false);
  const words = part.view.dom.querySelector('.commented-words');
  expect(words?.getAttribute('tabindex')).toBe('0');
  mark('Skolen', true);
  expect(part.view.dom.querySelector('.commented-words')?.hasAttribute('tabindex')).toBe(false);
});

test('words that two threads are about, or one within the other, are found for each', () => {
  const at = part.at('øver');
  const marks = [
    { thread: 'all', from: at, to: at + 8 },
    { thread: 'same', from: at, to: at + 8 },
    { thread: 'Within', from: at, to: at + 4 },
  ];
  const shownAs = { active: 'same', editable: true, saying: 'kommentert', ofChange: SAID };
  showCommentedWords(part.view, { marks, ...shownAs });
  const found = marks.map(({ thread }) => wordsOf(part.view.dom, thread));
  expect(found.map((words) => words?.textContent)).toEqual(['øver', 'øver', 'øver']);
  expect(found[0] && threadsOn(found[0]).sort()).toEqual(['Within', 'all', 'same']);
  expect(wordsOf(part.view.dom, 'within')).toBeNull();
});

test('the caret in the words knows the thread', () => {
  mark('Skolen');
  expect(threadAt(part.view.state, part.at('Skolen') + 2)).toBe('t1');
  expect(threadAt(part.view.state, part.at('øver') + 2)).toBeNull();
});

test('showing the same words again sends nothing to the editor', () => {
  mark('Skolen');
  const before = part.view.state;
  mark('Skolen');
  expect(part.view.state).toBe(before);
  expect(commentedWordsKey.getState(before)?.marks).toHaveLength(1);
});

test('a writer hears of the mark, as a reader does of a button', () => {
  mark('Skolen');
  const words = part.view.dom.querySelector('.commented-words');
  expect(words?.getAttribute('role')).toBe('mark');
  expect(words?.getAttribute('aria-roledescription')).toBe('kommentert');
  mark('Skolen', false);
  expect(part.view.dom.querySelector('.commented-words')?.getAttribute('role')).toBe('button');
});

test('a letter draws nothing again but the block it is typed in', () => {
  mark('Skolen');
  const words = part.view.dom.querySelector('.commented-words');
  part.type(part.at('bussen'), 'x');
  expect(part.view.dom.querySelector('.commented-words')).toBe(words);
});

function change(words: string, drawn: { skip: number; taken: number; given: string }, editable = true): void {
  const start = part.text.indexOf(words);
  const positions = positionsIn(part.view.state.doc, { start, end: start + words.length });
  const at = part.at(words);
  const mark = { thread: 's1', ...(positions ?? { from: at, to: at }), change: drawn };
  showCommentedWords(part.view, {
    marks: [mark],
    active: null,
    editable,
    saying: 'kommentert',
    ofChange: SAID,
  });
}

const struck = () => [...part.view.dom.querySelectorAll('del')].map(({ textContent }) => textContent);
const given = () => part.view.dom.querySelector('ins');

test('a suggestion is drawn in its words, and nothing of it is in the document', () => {
  const before = part.text;
  change('vil ta bussen', { skip: 4, taken: 2, given: 'kjøre' });
  expect(struck()).toEqual(['ta']);
  expect(given()?.textContent).toBe(' settes inn: kjøre');
  expect(part.view.dom.querySelector('del')?.nextElementSibling?.contains(given())).toBe(true);
  expect([part.text, part.view.state.doc.textBetween(0, part.view.state.doc.content.size, '\n')]).toEqual([
    before,
    before,
  ]);
  const first = part.body.get(0) as import('yjs').XmlElement;
  (first.get(0) as import('yjs').XmlText).insert(0, 'Her: ');
  expect(struck()).toEqual(['ta']);
  expect(given()?.textContent).toBe(' settes inn: kjøre');
});

test('what is only put in stands where it would be written, and can be reached in a text for readers', () => {
  change('', { skip: 0, taken: 0, given: 'Nytt ' }, false);
  const box = given()?.parentElement;
  expect([struck(), box?.getAttribute('role'), box?.tabIndex]).toEqual([[], 'button', 0]);
  expect(wordsOf(part.view.dom, 's1')).toBe(box);
  part.type(part.at('bussen'), 'x');
  expect(given()?.textContent).toBe(' settes inn: Nytt ');
});

test('other words for the same place are drawn instead of the first', () => {
  change('Skolen', { skip: 0, taken: 6, given: 'Læreren' });
  change('Skolen', { skip: 0, taken: 6, given: 'Alle' });
  expect(part.view.dom.querySelectorAll('ins')).toHaveLength(1);
  expect(given()?.textContent).toBe(' settes inn: Alle');
});
