import { expect, test } from 'vitest';
import { caretAfter, changeBetween, type TextChange, withoutEnd } from './textChange';

function applied(before: string, change: TextChange | null): string {
  if (!change) return before;
  return before.slice(0, change.index) + change.inserted + before.slice(change.index + change.removed);
}

test.each([
  ['', 'a', 1, { index: 0, removed: 0, inserted: 'a' }],
  ['hei du', 'hei på du', 7, { index: 4, removed: 0, inserted: 'på ' }],
  ['hei på du', 'hei du', 4, { index: 4, removed: 3, inserted: '' }],
  ['aaa', 'aaaa', 1, { index: 0, removed: 0, inserted: 'a' }],
  ['aaa', 'aaaa', 4, { index: 3, removed: 0, inserted: 'a' }],
  ['aaaa', 'aaa', 1, { index: 1, removed: 1, inserted: '' }],
  ['abc', 'axc', 2, { index: 1, removed: 1, inserted: 'x' }],
  ['😀', '😁', 2, { index: 0, removed: 2, inserted: '😁' }],
  ['a😀b', 'a😁b', 3, { index: 1, removed: 2, inserted: '😁' }],
])('%j becomes %j with the caret at %i', (before, after, caret, change) => {
  expect(changeBetween(before, after, caret)).toEqual(change);
  expect(applied(before, changeBetween(before, after, caret))).toBe(after);
});

test('the same text is no change', () => {
  expect(changeBetween('likt', 'likt', 2)).toBeNull();
});

test('any text can become any other, wherever the caret says it is', () => {
  const texts = ['', 'a', 'aa', 'ab', 'ba', 'aba', 'abab', 'baab', '😀a', 'a😀', '😀😁', '😁'];
  for (const before of texts)
    for (const after of texts)
      for (let caret = 0; caret <= after.length; caret += 1)
        expect(applied(before, changeBetween(before, after, caret))).toBe(after);
});

test('a caret moves with what others write before it and stays for what they write after it', () => {
  expect(caretAfter(3, [{ retain: 1 }, { insert: 'xy' }])).toBe(5);
  expect(caretAfter(3, [{ retain: 3 }, { insert: 'xy' }])).toBe(3);
  expect(caretAfter(3, [{ retain: 1 }, { delete: 5 }])).toBe(1);
  expect(caretAfter(3, [{ delete: 1 }, { insert: 'zz' }])).toBe(4);
});

test('what stands at the end goes, and nothing inside', () => {
  expect(withoutEnd('To dager. I uka. .', /[.\s]/u)).toBe('To dager. I uka');
  expect(withoutEnd('...', /\./)).toBe('');
  expect(withoutEnd('', /\./)).toBe('');
});

test('a long row inside costs as much as its length', () => {
  const words = `a${' .'.repeat(500_000)}b`;
  expect(withoutEnd(words, /[.\s]/u)).toBe(words);
});
