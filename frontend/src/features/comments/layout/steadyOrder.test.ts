import { expect, test } from 'vitest';
import { steadyOrder } from './steadyOrder';

test('while somebody writes, nothing changes places, and a new card stands behind the one it follows', () => {
  expect(steadyOrder(['a', 'b', 'c'], ['c', 'a', 'new', 'b'])).toEqual(['a', 'new', 'b', 'c']);
  expect(steadyOrder(['a', 'b'], ['new', 'a', 'b'])).toEqual(['new', 'a', 'b']);
});

test('one that is gone leaves, and a sent comment takes the place of its draft', () => {
  expect(steadyOrder(['a', 'new', 'b'], ['a', 'sent', 'b'])).toEqual(['a', 'sent', 'b']);
  expect(steadyOrder([], ['a', 'b'])).toEqual(['a', 'b']);
});
