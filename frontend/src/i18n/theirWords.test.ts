import { expect, test } from 'vitest';
import { langOfTitle } from './theirWords';

test.each([
  [{ kind: 'measure', title: 'Leksehjelp' }, 'nb'],
  [{ kind: 'measure', title: ' ' }, undefined],
  [{ kind: 'about-me', title: '' }, undefined],
  [{ kind: 'about-me', title: 'About me' }, undefined],
] as const)('the title of %j is in %s', (part, lang) => {
  expect(langOfTitle(part)).toBe(lang);
});

const PAGES = import.meta.glob<string>(['../features/**/*.tsx', '!../**/*.test.*'], {
  eager: true,
  query: '?raw',
  import: 'default',
});
/** Whose language is its own: what a municipality says of itself is said in each language of the page. */
const OWN_LANGUAGE = ['../features/municipalities/SettingsField.tsx'];

test('what people write themselves is said to be Norwegian', () => {
  const areas = Object.entries(PAGES).flatMap(([file, code]) =>
    [...code.matchAll(/<Textarea\b[\s\S]*?\/>/gu)].map(([area]) => [file, area] as const),
  );
  expect(areas.length).toBeGreaterThan(10);
  const without = areas.filter(
    ([file, area]) => !area.includes('{...THEIRS}') && !OWN_LANGUAGE.includes(file),
  );
  expect(without.map(([file]) => file)).toEqual([]);
});
