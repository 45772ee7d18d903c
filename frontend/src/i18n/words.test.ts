import { expect, test } from 'vitest';
import { LOCALES, loadWords, wordsOf } from '.';
import './cases';
import './complaints';
import './statistics';

async function allTexts(): Promise<string> {
  await Promise.all(LOCALES.map(loadWords));
  return JSON.stringify(LOCALES.map(wordsOf)).toLocaleLowerCase();
}

test('no text calls consent to share a consent under the GDPR (rule 18)', async () => {
  const texts = await allTexts();
  for (const word of ['gdpr', 'personvernforordning', 'general data protection']) {
    expect(texts).not.toContain(word);
  }
});

test('no text calls itself lettlest (rule 24)', async () => {
  expect(await allTexts()).not.toMatch(/lettles|easy to read|easy-to-read/u);
});

function textsIn(words: unknown): string[] {
  return typeof words === 'string' ? [words] : Object.values(words ?? {}).flatMap(textsIn);
}

async function found(locale: (typeof LOCALES)[number], what: RegExp): Promise<string[]> {
  await loadWords(locale);
  return textsIn(wordsOf(locale)).filter((text) => what.test(text));
}

/** Law is data with a source, of the catalogue (server/catalogue); dates say how many years from now a day is. */
const LAW = {
  nb: /§|\blov(?:en|ens|er|a|verk\p{L}*)?\b|\p{L}+loven\b|forskrift|vergemål|(?<!Om )\b\d+ år\b/iu,
  en: /§|\blaws?\b|statut|\bregulations?\b|guardianship|\b\d+ years? old\b|\b(?:not|is|turned) 1\d\b/iu,
};

test.each(LOCALES)('no text of the page in %s says what the law is', (locale) => {
  // From the files: some words are brought by the pages that say them.
  const files = import.meta.glob<{ default: unknown }>('./*/*.json', { eager: true });
  const ours = Object.entries(files).filter(([file]) => file.startsWith(`./${locale}/`));
  expect(ours.map(([file]) => file)).toContain(`./${locale}/desk.json`);
  const said = ours.flatMap(([, words]) => textsIn(words.default));
  expect(said.filter((text) => LAW[locale].test(text))).toEqual([]);
});

test.each([
  ['nb', 'Et grunnlag i loven'],
  ['nb', 'Etter helsepersonelloven § 38 a'],
  ['nb', 'Hun er ikke fylt 18 år.'],
  ['en', 'A ground in law'],
  ['en', 'She is not 18 yet.'],
] as const)('law would be found: %s, %s', (locale, text) => {
  expect(LAW[locale].test(text)).toBe(true);
});

const SIGN = '§';
const SIGNS = '../features/editor/paste/html/signs.ts';

test('no file of the page names a section of a law, but for the signs of what is pasted', () => {
  const files = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.*', '!../domain/openapi.ts'], {
    query: '?raw',
    import: 'default',
    eager: true,
  });
  expect(Object.keys(files)).toContain(SIGNS);
  expect(
    Object.entries(files)
      .filter(([, text]) => text.includes(SIGN))
      .map(([file]) => file),
  ).toEqual([SIGNS]);
});

test.each([
  ['space before a sign', / [,.:;!?]/u],
  ['sign twice', /([,:;!?])\1|\.\.|…[.…]|[.!?]\.|,\./u],
  ['space twice, or at an end', / {2}|^ | $/u],
  ['word twice', /(?<![\p{L}-])(\p{L}+) \1(?![\p{L}-])/iu],
  ['three full stops for …', /\.{3}/u],
])('no text has a %s', async (_, fault) => {
  expect([...(await found('nb', fault)), ...(await found('en', fault))]).toEqual([]);
});

test.each([
  ['days are "dager"', /døgn/iu],
  ['no abbreviation', /\b(?:f\.eks|bl\.a|osv|ca|mht|ifm|evt|kl)\./iu],
  [
    'a clause inside a sentence ends in a comma',
    /\b[Dd]e[tn] (?:du|jeg|andre) (?:har |rakk å )?\p{L}+(?: på| inn)? (?:er|står|sendes|blir|ble|kan|skal|lagres|gjelder)\b/u,
  ],
  ['nothing is said in code', /\btel:|http|\bURL\b/u],
  ['nothing reads as an order to keep quiet', /ikke si fra/iu],
])('in bokmål %s', async (_, fault) => {
  expect(await found('nb', fault)).toEqual([]);
});

test('in English a day is written as in Europe, and nothing is said in code', async () => {
  expect(await found('en', /mm\/dd|\btel:/u)).toEqual([]);
});
