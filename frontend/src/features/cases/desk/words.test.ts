import { expect, test } from 'vitest';
import ownEn from '../../../i18n/en/cases.json';
import en from '../../../i18n/en/desk.json';
import ownNb from '../../../i18n/nb/cases.json';
import nb from '../../../i18n/nb/desk.json';

const keysOf = (words: unknown, path = ''): string[] =>
  typeof words === 'string'
    ? [path]
    : Object.entries(words ?? {}).flatMap(([key, inner]) => keysOf(inner, `${path}.${key}`));

test('the desk says everything in both languages', () => {
  expect(keysOf(en).sort()).toEqual(keysOf(nb).sort());
});

test('of what comes next the desk tells the unit, never the owner', () => {
  const words = { nb: { ...ownNb.own.steps, ...nb.steps }, en: { ...ownEn.own.steps, ...en.steps } };
  expect(Object.values(words.nb).join('\n')).not.toMatch(/\b(du|deg|din)\b/iu);
  expect(Object.values(words.en).join('\n')).not.toMatch(/\b(you|your)\b/iu);
});
