import { expect, test } from 'vitest';
import type { ListedCoordinator } from '../../../domain/openapi';
import { isThere, thoseWith } from './finding';

const who = (name: string, more: Partial<ListedCoordinator> = {}) =>
  ({
    name,
    workplace: 'Helse',
    area: '',
    languages: '',
    experience: '',
    leaves_on: null,
    ...more,
  }) as ListedCoordinator;
const LISTED = [
  who('Åse Li', { languages: 'nordsamisk', area: 'Øst' }),
  who('Tor Vik', { experience: 'barn og unge', area: 'øst' }),
];

test('somebody is found by area, language and experience, by several words at once', () => {
  const found = (words: string) => thoseWith(LISTED, words).map(({ name }) => name);
  expect(found('ØST')).toEqual(['Åse Li', 'Tor Vik']);
  expect(found('øst barn')).toEqual(['Tor Vik']);
  expect(found(' samisk ')).toEqual(['Åse Li']);
  expect(found('skole')).toEqual([]);
  expect(found('')).toHaveLength(2);
});

test('whoever has left is asked no more', () => {
  expect(isThere(who('Tor', { leaves_on: '2026-03-02' }), '2026-03-02')).toBe(true);
  expect(isThere(who('Tor', { leaves_on: '2026-03-01' }), '2026-03-02')).toBe(false);
});
