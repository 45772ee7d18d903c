import { expect, test } from 'vitest';
import { LOCALES, loadWords, wordsOf } from '.';

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
