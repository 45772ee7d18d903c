import { expect, test } from 'vitest';
import { withoutEnd } from './withoutEnd';

test('what stands at the end goes, and nothing inside', () => {
  expect(withoutEnd('To dager. I uka. .', /[.\s]/u)).toBe('To dager. I uka');
  expect(withoutEnd('...', /\./)).toBe('');
  expect(withoutEnd('', /\./)).toBe('');
});

test('a long row inside costs as much as its length', () => {
  const words = `a${' .'.repeat(500_000)}b`;
  expect(withoutEnd(words, /[.\s]/u)).toBe(words);
});
