import { expect, test } from 'vitest';
import { LOCALES, loadWords, wordsOf } from '.';
import './cases';
import './complaints';
import './statistics';

await Promise.all(LOCALES.map(loadWords));

function keysOf(texts: unknown, prefix = ''): string[] {
  if (typeof texts !== 'object' || texts === null) return [prefix];
  return Object.entries(texts).flatMap(([key, value]) => keysOf(value, prefix ? `${prefix}.${key}` : key));
}

test('every text is there in bokmål and in English', () => {
  const [nb, en] = [wordsOf('nb'), wordsOf('en')];
  expect(Object.keys(en).sort()).toEqual(Object.keys(nb).sort());
  for (const namespace of Object.keys(nb)) {
    expect(keysOf(en[namespace]).sort(), namespace).toEqual(keysOf(nb[namespace]).sort());
  }
});

test('no text is empty', () => {
  expect(JSON.stringify(LOCALES.map(wordsOf))).not.toContain('""');
});
