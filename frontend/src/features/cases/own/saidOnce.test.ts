import { expect, test } from 'vitest';
import { alikeAtTheEnd } from './saidOnce';

const text = (...paragraphs: string[]) => ({ text: paragraphs.join('\n\n') });

test('what texts in a row end with is said once, and each keeps what is its own', () => {
  const [plan, coordinator] = [text('Du får en plan.', 'Klag.', 'Gratis.'), text('Nei.', 'Klag.', 'Gratis.')];
  const nav = text('Du får noe.', 'Klag til NAV.');
  expect(alikeAtTheEnd([plan, coordinator, nav])).toEqual([
    { several: [text('Du får en plan.'), text('Nei.')], shared: 'Klag.\n\nGratis.' },
    { several: [nav], shared: '' },
  ]);
});

test('what is there once, and what differs, stays as it is', () => {
  expect(alikeAtTheEnd([])).toEqual([]);
  expect(alikeAtTheEnd([text('Ja.', 'Klag.')])).toEqual([{ several: [text('Ja.', 'Klag.')], shared: '' }]);
  expect(alikeAtTheEnd([text('Ja.', 'Her.'), text('Nei.', 'Der.')])).toHaveLength(2);
});

test('of texts that are all the same each keeps its beginning', () => {
  const [row] = alikeAtTheEnd([text('Nei.', 'Klag.'), text('Nei.', 'Klag.')]);
  expect(row).toEqual({ several: [text('Nei.'), text('Nei.')], shared: 'Klag.' });
});
