import { expect, test } from 'vitest';
import { hrefFromTyping, safeHref, shownAddress } from './safeHref';

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

test.each([
  ['https://www.nav.no/', 'nav.no'],
  ['https://nav.no/a?b=c#d', 'nav.no/a?b=c#d'],
  ['https://blåbær.no/Søk', 'blåbær.no/Søk'],
  ['https://nav.no:8443/x', 'nav.no:8443/x'],
  ['mailto:kari@skole.no', 'kari@skole.no'],
  ['tel:+4712345678', '+4712345678'],
  // What stands before the host says nothing.
  ['https://nav.no@example.com/x', 'example.com/x'],
  ['https://www.nav.no:443@example.com', 'example.com'],
  ['https:nav.no@example.com', 'example.com'],
  ['https:\\\\nav.no@example.com\\@nav.no', 'example.com/@nav.no'],
  // Letters of other alphabets that look like ours, and signs that nobody sees or that turn the others around.
  ['https://nаv.no/', 'xn--nv-7kc.no'],
  ['https://example.com/\u202eon.van', 'example.com/%E2%80%AEon.van'],
  ['https://example.com/\u200b?\u2066', 'example.com/%E2%80%8B?%E2%81%A6'],
  ['mailto:kari@skole.no\u202e', 'kari@skole.no%E2%80%AE'],
  ['tel:\u202e112', '%E2%80%AE112'],
])('%j is shown as %j', (href, shown) => {
  expect(shownAddress(href)).toBe(shown);
});
