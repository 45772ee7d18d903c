import { expect, test } from 'vitest';
import { hrefFromTyping, safeHref } from './safeHref';

test.each([
  'https://nav.no/a?b=c#d',
  'HTTP://nav.no',
  'mailto:kari@skole.no',
  'tel:+4712345678',
  'https://blåbær.no/😀',
])('%s is allowed in a part', (href) => {
  expect(safeHref(href)).toBe(href);
});

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  '\u0001javascript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'file:///etc/passwd',
  'ftp://x.no',
  '//nav.no',
  'nav.no',
  'https://',
  '',
  'https://nav.no/\ud83d',
  `https://nav.no/${'a'.repeat(2_000)}`,
])('%j is not', (href) => {
  expect(safeHref(href)).toBeNull();
});

test.each([
  ['nav.no', 'https://nav.no'],
  [' www.udir.no/x ', 'https://www.udir.no/x'],
  ['kari@skole.no', 'mailto:kari@skole.no'],
  ['https://nav.no', 'https://nav.no'],
  ['+47 22 33 44 55', 'tel:+4722334455'],
  ['(22) 33-44.55', 'tel:22334455'],
  ['12', null],
  ['22 33 eller 44', null],
  ['javascript:alert(1)', null],
  ['bare ord', null],
])('typing %j means %j', (typed, href) => {
  expect(hrefFromTyping(typed)).toBe(href);
});
