import { expect, test } from 'vitest';
import { seededBelow } from '../../../testing/seeded';
import { activeTop, type Card, GAP, heightOf, layOut } from './marginLayout';

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

test('nothing stands above the top', () => {
  const tops = layOut([card('a', 0), card('b', 10), card('c', 20)], null);
  expect(tops.get('a')).toBe(0);
  expect(tops.get('c')).toBe(2 * (100 + GAP));
});

test('dense cards leave at the top while one below is active: it comes to its words', () => {
  const tops = layOut([card('a', 0), card('b', 10), card('c', 20)], 'c');
  expect(tops.get('c')).toBe(20);
  expect(tops.get('a')).toBe(20 - 2 * (100 + GAP));
});

test('cards below the active one come up to their words, wherever they would stand without it', () => {
  const dense = Array.from({ length: 40 }, (_, i) => card(`c${i}`, 20 * i));
  const tops = layOut(dense, 'c30');
  expect(tops.get('c30')).toBe(600);
  expect(tops.get('c31')).toBe(600 + 100 + GAP);
  expect(tops.get('c29')).toBe(600 - 100 - GAP);
});

const VIEW = { top: 1_000, bottom: 1_800 };

test('the active card is beside its words, and wholly in view if they are', () => {
  expect(activeTop(1_200, 300, VIEW)).toBe(1_200);
  expect(activeTop(1_700, 300, VIEW)).toBe(1_500);
  expect(activeTop(1_700, 3_000, VIEW)).toBe(1_000);
  expect(activeTop(400, 300, VIEW)).toBe(400);
});

test('a card on the whole part comes to where the reader is', () => {
  expect(activeTop(null, 300, VIEW)).toBe(1_000);
  expect(activeTop(null, 300, { top: -60, bottom: 700 })).toBe(0);
});

test('an empty margin has no height', () => {
  expect(heightOf([], layOut([], null))).toBe(0);
});

test('for any cards, they keep their order, do not overlap and stay below the top unless one is active', () => {
  const random = seededBelow(7);
  for (let round = 0; round < 300; round++) {
    const wanted = Array.from({ length: random(12) }, () => random(1500) - 100).sort((a, b) => a - b);
    const cards = wanted.map((top, i) => card(`c${i}`, top, 40 + random(300)));
    const active = random(2) === 0 ? null : `c${random(12)}`;
    const tops = layOut(cards, active);
    let least = cards.some(({ id }) => id === active) ? Number.NEGATIVE_INFINITY : 0;
    for (const { id, height } of cards) {
      const top = tops.get(id) ?? Number.NaN;
      // Half a pixel of rounding is no overlap.
      expect(top).toBeGreaterThanOrEqual(least - 0.01);
      least = top + height + GAP;
    }
  }
});
