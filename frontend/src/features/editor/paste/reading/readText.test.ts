import { expect, test } from 'vitest';
import { readText } from './readText';

/** Indent, kind and words of each block. */
const read = (text: string) =>
  readText(text).map(({ kind, indent, inline }) => [
    indent,
    kind,
    inline.map((part) => (part === 'break' ? '/' : part.text)).join(''),
  ]);

test.each([
  [
    'columns of a spreadsheet keep their places',
    'a\t\tc\n\tb\tc\nd\t\t',
    ['a | – | c', '– | b | c', 'd | – | –'],
  ],
  ['a line that is only indented has no columns', '\ten\n    to', ['en', 'to']],
  ['words that a tab sets apart', 'Dato:\t1. mai', ['Dato: | 1. mai']],
  ['lines of every program', 'a\rb\r\nc\u2028d\ve\ff', ['a', 'b', 'c', 'd', 'e', 'f']],
  ['control characters go', 'a\u0007b\u007f', ['ab']],
])('%s', (_name, text, words) => {
  expect(read(text)).toEqual(words.map((each) => [0, 'paragraph', each]));
});

test('the depth of items is that of their spaces', () => {
  expect(read('• a\n  ◦ b\n\t▪ c\n•\td')).toEqual([
    [0, 'bullet', 'a'],
    [1, 'bullet', 'b'],
    [1, 'bullet', 'c'],
    [0, 'bullet', 'd'],
  ]);
});
