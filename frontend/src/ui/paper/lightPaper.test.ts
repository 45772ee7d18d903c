// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { keepPaperLight } from './lightPaper';

test('while it is printed a page is light, and afterwards as the reader has it', () => {
  const page = document.documentElement;
  page.dataset.colorScheme = 'auto';
  keepPaperLight(page);
  window.dispatchEvent(new Event('beforeprint'));
  expect(page.dataset.colorScheme).toBe('light');
  window.dispatchEvent(new Event('afterprint'));
  expect(page.dataset.colorScheme).toBe('auto');
});
