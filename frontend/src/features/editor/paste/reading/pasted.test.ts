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
