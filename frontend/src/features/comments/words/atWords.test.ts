import { expect, test } from 'vitest';
import { besideWords } from './AtWords';

const BOX = { width: 200, height: 40 };
const VIEW = { width: 390, height: 800 };
const words = (top: number, bottom = top + 24, left = 60) => ({ left, top, bottom, clear: 120 });

test('above the words, or below them under the handles of a touch screen', () => {
  expect(besideWords(words(400), BOX, VIEW, false)).toEqual({ x: 60, y: 352 });
  expect(besideWords(words(400), BOX, VIEW, true)).toEqual({ x: 60, y: 452 });
});

test('never under the bars above the text, nor outside the window', () => {
  expect(besideWords(words(130), BOX, VIEW, false)).toEqual({ x: 60, y: 162 });
  expect(besideWords(words(780), BOX, VIEW, true)).toEqual({ x: 60, y: 732 });
  expect(besideWords(words(400, 424, 380), BOX, VIEW, false)?.x).toBe(182);
});

test('in view as long as a piece of the words is, however many they are', () => {
  expect(besideWords(words(-900, 3_000), BOX, VIEW, false)).toEqual({ x: 60, y: 752 });
  expect(besideWords(words(40, 64), BOX, VIEW, false)).toBeNull();
  expect(besideWords(words(900), BOX, VIEW, false)).toBeNull();
});
