import { expect, test } from 'vitest';
import i18next, { i18nReady } from '.';

function keysOf(texts: unknown, prefix = ''): string[] {
  if (typeof texts !== 'object' || texts === null) return [prefix];
  return Object.entries(texts).flatMap(([key, value]) => keysOf(value, prefix ? `${prefix}.${key}` : key));
}

test('every text is there in bokmål and in English', async () => {
  await i18nReady;
  const { nb = {}, en = {} } = i18next.services.resourceStore.data;
  for (const namespace of Object.keys(nb)) {
    expect(keysOf(en[namespace]).sort(), namespace).toEqual(keysOf(nb[namespace]).sort());
  }
});

test('no text is empty', async () => {
  await i18nReady;
  const texts = JSON.stringify(i18next.services.resourceStore.data);
  expect(texts).not.toContain('""');
});
