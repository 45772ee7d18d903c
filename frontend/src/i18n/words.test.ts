import { expect, test } from 'vitest';
import i18next, { i18nReady } from '.';

async function allTexts(): Promise<string> {
  await i18nReady;
  return JSON.stringify(i18next.services.resourceStore.data).toLocaleLowerCase();
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
