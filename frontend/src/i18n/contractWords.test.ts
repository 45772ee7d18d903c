import { expect, test } from 'vitest';
import { AREAS, FIELDS, GROUPS, KINDS, LEVELS, ROLES } from '../domain/contract';
import { ADDED_BY_TITLE, factsOf } from '../domain/kinds';
import type { Kind } from '../domain/types';
import { LOCALES, type Locale, loadWords, wordsOf } from '.';
import { translator } from './translate';

await Promise.all(LOCALES.map(loadWords));

const kinds = Object.keys(KINDS) as Kind[];
const opening = LEVELS.filter((level) => level !== 'none');

function wordsOfKind(kind: Kind): string[] {
  const { titled, repeated, own } = factsOf(kind);
  return [
    `plan:kinds.${kind}`,
    ...(titled ? [`plan:untitled.${kind}`] : []),
    ...(repeated ? [`consent:allOf.${kind}`] : []),
    ...(own ? [`plan:owned.${kind}.mine`, `plan:owned.${kind}.of`] : []),
  ];
}

function wordsOfFields([kind, fields]: [string, Record<string, string | readonly string[]>]): string[] {
  const names = Object.keys(fields).map((name) => `plan:${kind}.${name}`);
  const choices = Object.entries(fields).flatMap(([name, type]) =>
    typeof type === 'string' ? [] : type.map((choice) => `plan:${kind}.choices.${name}.${choice}`),
  );
  return [`plan:${kind}.facts`, ...names, ...choices];
}

const needed = [
  ...kinds.flatMap(wordsOfKind),
  ...Object.entries(FIELDS).flatMap(wordsOfFields),
  ...ADDED_BY_TITLE.flatMap((kind) =>
    ['open', 'title', 'help', 'submit'].map((word) => `plan:create.${kind}.${word}`),
  ),
  ...GROUPS.map((group) => `plan:groups.${group}`),
  ...ROLES.map((role) => `common:roles.${role}`),
  ...AREAS.map((area) => `common:areas.${area}`),
  ...LEVELS.flatMap((level) => [`common:levels.${level}`, `consent:levels.${level}`, `consent:can.${level}`]),
  ...opening.flatMap((level) => [`plan:visible.can.${level}`, `plan:rights.${level}`]),
];

/** Without the fallback, which would use bokmål for missing English texts. */
function isMissing(locale: Locale, key: string): boolean {
  return translator(locale, [wordsOf(locale)], 'common')(key, '') === '';
}

test.each(LOCALES)('whatever the server may say of a plan has its words in %s', (locale) => {
  expect(needed.filter((key) => isMissing(locale, key))).toEqual([]);
});

test('a missing text is detected', () => {
  expect(isMissing('nb', 'plan:kinds.minutes')).toBe(true);
});
