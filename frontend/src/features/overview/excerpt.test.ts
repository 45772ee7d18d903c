import { expect, test } from 'vitest';
import type { Line } from '../../sync';
import { excerptOf } from './excerpt';

const line = (kind: string, text = kind): Line => ({ attributes: { kind }, runs: [{ text, marks: {} }] });
const many = (kind: string, count: number) => Array.from({ length: count }, (_, at) => line(kind, `${at}`));

test.each([
  [
    'a heading whose text would be left out',
    [...many('paragraph', 6), line('heading'), line('paragraph')],
    6,
  ],
  ['two of them', [...many('paragraph', 5), line('heading'), line('heading'), line('paragraph')], 5],
  ['a heading that has no text', [line('paragraph'), line('heading')], 1],
])('the beginning of a text does not end on %s', (_, lines, shown) => {
  expect(excerptOf(lines, '')).toEqual(lines.slice(0, shown));
});

test('a text of headings alone is shown', () => {
  expect(excerptOf([line('heading')], '')).toHaveLength(1);
});

test('a list that has begun is shown to its end, and a very long one is not', () => {
  const list = [...many('paragraph', 5), ...many('bullet', 6), line('paragraph')];
  expect(excerptOf(list, '')).toEqual(list.slice(0, 11));
  expect(excerptOf(many('ordered', 40), '')).toHaveLength(7);
});

test('one long piece is whole, and the last', () => {
  const long = line('paragraph', 'ord '.repeat(500));
  expect(excerptOf([line('paragraph'), long, line('paragraph')], '')).toEqual([line('paragraph'), long]);
});

test('a heading that repeats the one above is left out', () => {
  expect(excerptOf([line('heading', 'Viktig for meg '), line('paragraph')], 'Viktig for meg')).toEqual([
    line('paragraph'),
  ]);
});
