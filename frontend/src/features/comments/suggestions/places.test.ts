// @vitest-environment jsdom
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { SuggestionView } from '../../../domain/types';
import { makeAnchor, type Quoted } from '../quotes/anchor';
import { WrittenPart } from '../testing/testEditor';
import { drawnChange, insertionAt, isInOneRun, placeInEmpty, placeOf, quotedOf, stands } from './places';

const parts: WrittenPart[] = [];

function written(...paragraphs: string[]): WrittenPart {
  const part = new WrittenPart(...paragraphs);
  parts.push(part);
  return part;
}

afterEach(() => {
  for (const part of parts.splice(0)) part.close();
});

function suggestion({ anchor, quote }: Quoted, more: Partial<SuggestionView> = {}): SuggestionView {
  return {
    id: 's',
    author: { id: 'a', name: 'Silje', role: 'school' },
    created_at: '2026-11-21T12:00:00Z',
    field: null,
    anchor,
    quote,
    replacement: 'noe annet',
    words_gone: false,
    status: 'open',
    decided_at: null,
    decided_by: null,
    word: '',
    ...more,
  };
}

function on(part: WrittenPart, words: string): SuggestionView {
  const start = part.text.indexOf(words);
  const quoted = makeAnchor(part.flat, { start, end: start + words.length });
  if (!quoted) throw new Error(`no anchor on «${words}»`);
  return suggestion(quoted);
}

const LINE = 'Vi øver 👍 to dager i uka.';

describe('a suggestion', () => {
  test('stands as long as its words do, whatever is written beside them', () => {
    const part = written(LINE);
    const words = on(part, 'to dager');
    expect(stands(part.doc, words)).toBe(true);
    part.type(part.at('to dager'), 'hele ');
    part.type(part.at(' i uka'), ',');
    expect(stands(part.doc, words)).toBe(true);
    part.type(part.at('dager'), 'fine ');
    expect(stands(part.doc, words)).toBe(false);
  });

  test('has no place any more when its words are gone', () => {
    const part = written(LINE);
    const words = on(part, 'to dager');
    part.remove('to dager');
    expect(stands(part.doc, words)).toBe(false);
  });

  test('to a field stands as long as that says the same', () => {
    const part = written('');
    part.doc.getMap('fields').set('title', new Y.Text('Lese'));
    const field = suggestion({ anchor: { start: '', end: '', before: '', after: '' }, quote: 'Lese' });
    expect(stands(part.doc, { ...field, anchor: null, field: 'title' })).toBe(true);
    expect(stands(part.doc, { ...field, anchor: null, field: 'title', quote: 'Les' })).toBe(false);
    expect(stands(part.doc, { ...field, anchor: null, field: 'due', quote: '' })).toBe(true);
  });

  test('of an anchor that is none stands nowhere', () => {
    const part = written(LINE);
    for (const anchor of [null, {}, { start: 'AA==', end: 7 }, { start: '!', end: '!' }])
      expect(stands(part.doc, { ...on(part, 'to'), anchor })).toBe(false);
  });
});

describe('where something can be suggested', () => {
  test('in the words of one line, and not of two', () => {
    const part = written('Først.', 'Så.');
    expect(isInOneRun(part.flat, { start: 0, end: 6 })).toBe(true);
    expect(isInOneRun(part.flat, { start: 0, end: 8 })).toBe(false);
    expect(isInOneRun(written('x'.repeat(501)).flat, { start: 0, end: 501 })).toBe(false);
  });

  test('where nothing stands yet, until something does', () => {
    const part = written('');
    const place = placeInEmpty(part.body);
    if (!place) throw new Error('no place');
    expect(stands(part.doc, suggestion(place))).toBe(true);
    part.type(1, 'Noe');
    expect(stands(part.doc, suggestion(place))).toBe(false);
    expect(placeInEmpty(new Y.Doc().getXmlFragment('body'))).toBeNull();
  });
});

test('its words are drawn as those of a comment are, those of an insertion nowhere', () => {
  const part = written(LINE);
  const { anchor, quote } = on(part, 'to dager');
  expect(quotedOf(suggestion({ anchor: anchor as Quoted['anchor'], quote }))).toEqual({ anchor, quote });
  expect(quotedOf(suggestion({ anchor: anchor as Quoted['anchor'], quote: '' }))).toBeNull();
  expect(quotedOf({ ...on(part, 'to'), anchor: { start: 7 } })).toBeNull();
});

describe('the place of an insertion', () => {
  test('is drawn between the letters of a sentence, and in an empty line among others', () => {
    const line = written(LINE);
    const [before, behind] = [on(line, 'ger'), on(line, 'da')].map(
      ({ anchor }) => anchor as Quoted['anchor'],
    );
    const between = { start: before?.start ?? '', end: behind?.end ?? '', before: '', after: '' };
    const inserted = suggestion({ anchor: between, quote: '' });
    expect(placeOf(line.doc, inserted)).toBe('there');
    expect(insertionAt(line.doc, inserted)).toBe(line.text.indexOf('ger'));
    line.type(line.at('to dager'), 'hele ');
    expect(insertionAt(line.doc, inserted)).toBe(line.text.indexOf('ger'));

    const among = written('', 'Dette gjelder ikke.');
    const place = placeInEmpty(among.body);
    if (!place) throw new Error('no place');
    expect(placeOf(among.doc, suggestion(place))).toBe('there');
    expect(insertionAt(among.doc, suggestion(place))).toBe(0);
  });

  test('is gone when something is written there, and that of a field when it says something', () => {
    const part = written('');
    const place = placeInEmpty(part.body);
    if (!place) throw new Error('no place');
    expect(placeOf(part.doc, suggestion(place))).toBe('there');
    expect(placeOf(part.doc, { ...suggestion(place), anchor: null, field: 'due' })).toBe('there');
    part.type(1, 'Noe');
    expect(placeOf(part.doc, suggestion(place))).toBe('gone');
  });
});

test('what is drawn are whole words, of the letters that the words begin with', () => {
  expect(drawnChange({ quote: 'øver to dager', replacement: 'øver tre dager' } as SuggestionView)).toEqual({
    skip: 5,
    taken: 2,
    given: 'tre',
  });
});
