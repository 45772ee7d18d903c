import { expect, test } from 'vitest';
import { seededBelow } from '../../../testing/seeded';
import { type Card, GAP, heightOf, layOut } from './marginLayout';

function card(id: string, wanted: number, height = 100): Card {
  return { id, wanted, height };
}

test('a single card is at its preferred top', () => {
  expect(layOut([card('a', 240)], null).get('a')).toBe(240);
});

test('two with the same preferred top are both moved by half', () => {
  const tops = layOut([card('a', 300), card('b', 300)], null);
  expect(tops.get('a')).toBe(300 - (100 + GAP) / 2);
  expect(tops.get('b')).toBe(300 + (100 + GAP) / 2);
});

test('the active card keeps its top and the others are moved away', () => {
  const cards = [card('a', 300), card('b', 310), card('c', 320)];
  const tops = layOut(cards, 'b');
  expect(tops.get('b')).toBe(310);
  expect(tops.get('a')).toBe(310 - GAP - 100);
  expect(tops.get('c')).toBe(310 + GAP + 100);
});

test('a card that grows above does not move the active one', () => {
  const before = layOut([card('a', 100, 80), card('b', 400)], 'b').get('b');
  const after = layOut([card('a', 100, 260), card('b', 400)], 'b').get('b');
  expect(after).toBe(before);
});

test('nothing stands above the top, even when the active card leaves no room', () => {
  const tops = layOut([card('a', 0), card('b', 10), card('c', 20)], 'c');
  expect(tops.get('a')).toBe(0);
  expect(tops.get('c')).toBe(2 * (100 + GAP));
});

test('an empty margin has no height', () => {
  expect(heightOf([], layOut([], null))).toBe(0);
});

test('for any cards, they keep their order, do not overlap and stay below the top', () => {
  const random = seededBelow(7);
  for (let round = 0; round < 300; round++) {
    const wanted = Array.from({ length: random(12) }, () => random(1500) - 100).sort((a, b) => a - b);
    const cards = wanted.map((top, i) => card(`c${i}`, top, 40 + random(300)));
    const active = random(2) === 0 ? null : `c${random(12)}`;
    const tops = layOut(cards, active);
    let least = 0;
    for (const { id, height } of cards) {
      const top = tops.get(id) ?? Number.NaN;
      // Half a pixel of rounding is no overlap.
      expect(top).toBeGreaterThanOrEqual(least - 0.01);
      least = top + height + GAP;
    }
  }
});
