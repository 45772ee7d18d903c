// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { readPasted } from './pasted';

function read(html: string, text: string, { plain = false, files = 0 } = {}) {
  const types: Record<string, string> = { 'text/html': html, 'text/plain': text };
  const data = { getData: (type: string) => types[type] ?? '', files: { length: files } };
  const { blocks, account } = readPasted(data as unknown as DataTransfer, (meaning) => meaning, plain);
  return {
    words: blocks.map(({ kind, inline }) => [
      kind,
      inline.map((part) => (part === 'break' ? '/' : part.text)).join(''),
    ]),
    leftOut: [...account.leftOut],
  };
}

test('what is left out does not come back by the plain text of the same clipboard', () => {
  const comment = '<p class=MsoCommentText>internt</p>';
  expect(read(comment, 'internt')).toEqual({ words: [], leftOut: ['comments'] });
  expect(read('<span style="display:none">skjult</span>', 'skjult')).toEqual({
    words: [],
    leftOut: ['hidden'],
  });
});

test('HTML without words leaves the plain text; files alone are told of', () => {
  expect(read('<meta charset="utf-8">', 'en')).toEqual({ words: [['paragraph', 'en']], leftOut: [] });
  expect(read('', '', { files: 1 })).toEqual({ words: [], leftOut: ['files'] });
});

test('words alone keep what is meant, in words', () => {
  const html = '<h1>Mål</h1><ol><li>Får <s>Ritalin</s></li></ol><p>a<br>b</p>';
  expect(read(html, 'Mål\nFår Ritalin\na\nb', { plain: true }).words).toEqual([
    ['paragraph', 'Mål'],
    ['paragraph', '1. Får [struck: Ritalin]'],
    ['paragraph', 'a'],
    ['paragraph', 'b'],
  ]);
});

/** What a clipboard asks for in a few letters; each took from seconds to minutes, or became tens of megabytes. */
test.each([
  ['spans over all rows', `<table>${'<tr><td rowspan=65535 colspan=64>a</td></tr>'.repeat(1_000)}</table>`],
  [
    'words that stand in each place of a span',
    `<table><tr><td rowspan=65535 colspan=32>${'a'.repeat(80)}<td rowspan=65535 colspan=32>a</tr>${'<tr></tr>'.repeat(1_000)}</table>`,
  ],
  ['rows that are too short', `<table><tr>${'<td>a'.repeat(64)}</tr>${'<tr><td>a'.repeat(1_000)}</table>`],
])('%s cannot make more words than somebody wrote: the cells stand one after another', (_name, html) => {
  const words = read(html, '').words.map(([, line = '']) => line);
  const written = html.match(/(?<=>)a+/g) ?? [];
  expect(words).toEqual(written);
});

test('a table with hidden columns that asks for too much shows none of its cells', () => {
  const html = `<table><colgroup><col style="display:none"><col></colgroup>${'<tr><td>skjult<td rowspan=65535 colspan=64>a'.repeat(1_000)}</table>`;
  expect(read(html, '')).toEqual({ words: [], leftOut: ['hidden'] });
});

test.each([
  ['remarks of a style sheet without an end', `<style>${'/* '.repeat(300_000)}</style>a`, ''],
  ['many spaces in a line', '', `a${' '.repeat(300_000)}b `],
  ['signs behind an address', '', `https://nav.no/${')'.repeat(300_000)}b`],
])('%s cost as much as their length', (_name, html, text) => {
  expect(read(html, text).words.length).toBe(1);
});
