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
