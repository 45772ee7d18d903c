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
