import { expect, test } from 'vitest';
import type { Words } from './translate';

const WORDS = import.meta.glob<Words>('./nb/*.json', { eager: true, import: 'default' });
const CODE = import.meta.glob<string>(
  ['../**/*.ts', '../**/*.tsx', '!../**/*.test.*', '!../domain/openapi.ts'],
  { eager: true, query: '?raw', import: 'default' },
);
/** Keys whose beginning is not written where they are said: of a part's kind, of what was pasted, of a button. */
const BEGIN_ELSEWHERE =
  /^(?:plan:(?:measure|goal|period)|paste:(?:written|leftOut)|comments:(?:send|save))\./u;
/** What `useOwnWords` puts before each key. */
const OWN = /^(?:own|for)\./u;

const code = Object.values(CODE).join('\n');
const written = new Set(Array.from(code.matchAll(/'([^'\n]*)'/gu), ([, words]) => words));
/** `steps.${step}.title`: any key of that form may be said. */
const forms = Array.from(code.matchAll(/`([^`\n]*)`/gu), ([, words = '']) => words.split(/\$\{.*?\}+/u))
  .filter((parts) => parts.length > 1 && /^[\w.:-]*\w[\w.:-]*$/u.test(parts.join('')))
  .filter((parts) => !OWN.test(parts.join('')))
  .map((parts) => new RegExp(`^${parts.map((part) => part.replaceAll('.', '\\.')).join('.+')}$`, 'u'));

function keysIn(words: unknown, before: string): string[] {
  if (typeof words === 'string') return [before];
  return Object.entries(words as Words).flatMap(([key, each]) =>
    keysIn(each, before ? `${before}.${key}` : key),
  );
}

function isSaid(namespace: string, key: string): boolean {
  const said = key.replace(/_(?:zero|one|other)$/u, '');
  const ways = [said, `${namespace}:${said}`, said.replace(OWN, '')];
  return ways.some((way) => written.has(way) || forms.some((form) => form.test(way)));
}

test('every text is said somewhere', () => {
  const unused = Object.entries(WORDS).flatMap(([file, words]) => {
    const namespace = file.slice('./nb/'.length, -'.json'.length);
    return keysIn(words, '')
      .filter((key) => !BEGIN_ELSEWHERE.test(`${namespace}:${key}`) && !isSaid(namespace, key))
      .map((key) => `${namespace}:${key}`);
  });
  expect(unused).toEqual([]);
});
