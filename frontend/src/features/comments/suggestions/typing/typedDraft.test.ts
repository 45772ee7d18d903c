// @vitest-environment jsdom
import { afterEach, expect, test } from 'vitest';
import { WrittenPart } from '../../testing/testEditor';
import type { Draft } from '../../threads/drafts';
import { wishOf } from '../making/wish';
import { quoteStart } from '../places';
import { typedDraft, typedOf, withTyped } from './typedDraft';

const LINE = 'Vi øver 👍 to dager i uka ';
let part: WrittenPart;

function written(...lines: string[]): void {
  part = new WrittenPart(...lines);
}

afterEach(() => part.close());

function typed(words: string, text: string, skip = 0): Draft {
  const start = part.text.indexOf(words) + skip;
  const made = typedDraft(part.body, part.flat, { start, end: start + words.length - skip }, text);
  if (typeof made === 'string') throw new Error(made);
  return made;
}

function at(offset: number, text: string, length = 0): Draft | string {
  return typedDraft(part.body, part.flat, { start: offset, end: offset + length }, text);
}

/** The line as it would be. */
function accepted(draft: Draft): string {
  const wish = wishOf(draft);
  const start = draft.quoted && quoteStart(part.doc, draft.quoted);
  if (!wish || start === null) throw new Error('nothing is suggested');
  expect(part.text.slice(start, start + wish.quote.length)).toBe(wish.quote);
  return part.text.slice(0, start) + wish.replacement + part.text.slice(start + wish.quote.length);
}

test('words instead of others are suggested of those words, and quote whole ones', () => {
  written(LINE);
  const draft = typed('to dager', 'tre ganger');
  expect(draft).toMatchObject({ original: 'to dager', text: 'tre ganger', inText: { skip: 0, taken: 8 } });
  const part_of_a_word = typed('ager', 'øgn');
  expect(part_of_a_word).toMatchObject({ original: 'dager', text: 'døgn', inText: { skip: 1, taken: 4 } });
  expect(accepted(part_of_a_word)).toBe('Vi øver 👍 to døgn i uka ');
});

test('wherever letters are typed or taken in a line, what is suggested is exactly that', () => {
  written(LINE);
  for (let start = 0; start <= LINE.length; start += 1) {
    for (const [length, text] of [
      [0, 'x'],
      [0, ' x'],
      [1, ''],
      [2, 'æ y'],
    ] as const) {
      if (start + length > LINE.length) continue;
      const draft = at(start, text, length);
      // White space at an edge of the line is quoted with no words, and cannot be taken away.
      if (typeof draft === 'string') {
        expect([draft, LINE.slice(start, start + length).includes(' ')]).toEqual(['spaces', true]);
        continue;
      }
      const wanted = LINE.slice(0, start) + text + LINE.slice(start + length);
      // Behind the last space the new words come before it.
      expect(accepted(draft).trimEnd()).toBe(wanted.trimEnd());
      expect(typedOf(draft)?.trim()).toBe(text.trim());
    }
  }
});

test('what is typed afterwards takes the place of what was typed before', () => {
  written(LINE);
  const draft = withTyped(typed('dager', 'kvelder'), 'netter');
  expect(typedOf(draft)).toBe('netter');
  expect(accepted(draft)).toContain('to netter i uka');
  expect(typedOf({ ...draft, text: 'noe ganske annet' })).toBe('noe ganske annet');
  expect(typedOf({ ...typed('ager', 'x'), text: 'noe ganske annet' })).toBeNull();
});

test('an empty line among others takes words, and several lines none', () => {
  written('Først.', '', 'Så.');
  const empty = at(7, 'Midt i');
  if (typeof empty === 'string') throw new Error(empty);
  expect(empty).toMatchObject({ original: '', text: 'Midt i' });
  expect(empty.quoted && quoteStart(part.doc, empty.quoted)).toBe(7);
  expect(at(3, 'x', 7)).toBe('lines');
  expect(at(3, 'a\nb')).toBe('lines');
});

test('more than the server takes is not suggested, nor what stands beside no words', () => {
  written('x'.repeat(501), '   ');
  expect(at(3, 'y')).toBe('long');
  expect(at(503, 'y')).toBe('spaces');
});
