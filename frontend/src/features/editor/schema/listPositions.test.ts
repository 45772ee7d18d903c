import { expect, test } from 'vitest';
import type { Block, BlockKind } from './block';
import { listPositions, marker } from './listPositions';

const block = (kind: BlockKind, indent = 0): Block => ({ kind, level: 2, indent });
const markers = (...blocks: Block[]) => listPositions(blocks).map((position) => position?.marker ?? null);

test('numbering continues after deeper items and deeper paragraphs', () => {
  const blocks = [
    block('ordered'),
    block('ordered', 1),
    block('bullet', 2),
    block('ordered'),
    block('paragraph', 1),
  ];
  expect(markers(...blocks, block('ordered'))).toEqual(['1.', 'a.', '▪', '2.', null, '3.']);
});

test('deeper numbering restarts under each item', () => {
  const blocks = [block('ordered'), block('ordered', 1), block('ordered'), block('ordered', 1)];
  expect(markers(...blocks)).toEqual(['1.', 'a.', '2.', 'a.']);
});

test('a paragraph, a heading or another kind of list at the same depth ends a list', () => {
  const ordered = block('ordered');
  expect(markers(ordered, block('paragraph'), ordered)).toEqual(['1.', null, '1.']);
  expect(markers(ordered, block('heading'), ordered)).toEqual(['1.', null, '1.']);
  expect(markers(ordered, block('bullet'), ordered)).toEqual(['1.', '•', '1.']);
});

test('an item has its position and the size of its list, also where the list begins deep', () => {
  const [deep, first, second] = listPositions([block('bullet', 2), block('bullet'), block('bullet')]);
  expect(deep).toMatchObject({ run: 0, number: 1, size: 1, level: 3 });
  expect(first).toMatchObject({ run: 0, number: 1, size: 2, level: 1 });
  expect(second).toMatchObject({ run: 0, number: 2, size: 2, level: 1 });
});

test('markers count past the alphabet and in roman numerals', () => {
  expect([1, 26, 27, 52, 53].map((n) => marker(block('ordered', 1), n))).toEqual([
    'a.',
    'z.',
    'aa.',
    'az.',
    'ba.',
  ]);
  expect([4, 9, 14, 1990].map((n) => marker(block('ordered', 2), n))).toEqual([
    'iv.',
    'ix.',
    'xiv.',
    'mcmxc.',
  ]);
});
