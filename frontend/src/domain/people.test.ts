import { expect, test } from 'vitest';
import { coloured, coloursOf, initialsOf, othersWhoSee, withPlace } from './people';
import type { PartView, PlanView, Writer } from './types';

test.each([
  ['Runa Elvestad', 'RE'],
  ['Anne Marie de la Cruz', 'AC'],
  ['Åse', 'Å'],
  ['  kari   moen ', 'KM'],
  ['', ''],
])('the initials of %j are %j', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

test('who else sees a part never names me, nor somebody I may not know of (rule 17)', () => {
  const plan = { me: 'me', participants: [{ id: 'me' }, { id: 'school' }] } as unknown as PlanView;
  const part = {
    visible_to: ['me', 'school', 'unknown'].map((participant) => ({ participant, level: 'read' })),
  } as unknown as PartView;
  expect(othersWhoSee(plan, part).map(({ person }) => person.id)).toEqual(['school']);
});

const people = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `who-${at * 7}` }));

test('up to eight people have colours of their own, and more of them share evenly', () => {
  expect(new Set(coloursOf(people(8)).values()).size).toBe(8);
  const shared = [...coloursOf(people(20)).values()];
  const times = shared.map((colour) => shared.filter((other) => other === colour).length);
  expect([Math.min(...times), Math.max(...times)]).toEqual([2, 3]);
});

test('a colour stays, in whatever order people are named, and where others join mostly too', () => {
  const [few, more] = [coloursOf(people(5)), coloursOf([...people(6)].reverse())];
  expect(coloursOf(people(5).reverse())).toEqual(few);
  expect([...few].filter(([id, colour]) => more.get(id) === colour).length).toBeGreaterThanOrEqual(3);
});

test('colours are those of the people this person may know of, and of nobody else (rule 17)', () => {
  const known = people(6);
  const plan = { participants: known } as unknown as PlanView;
  const writers = [...known, { id: 'unknown' }].map(({ id }) => ({ id, colour: 5 }) as Writer);
  const colours = coloursOf(known);
  expect(coloured(plan, writers).map(({ colour }) => colour)).toEqual([
    ...known.map(({ id }) => colours.get(id)),
    5,
  ]);
});

test.each([
  ['skole', 'Solvik skole', 'skole, Solvik skole'],
  ['NAV', 'NAV Sundvåg', 'NAV Sundvåg'],
  ['fastlege', '', 'fastlege'],
])('%s at "%s" is called %s', (role, organisation, words) => {
  expect(withPlace(role, organisation)).toBe(words);
});
