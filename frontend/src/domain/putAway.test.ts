import { expect, test } from 'vitest';
import { everyPart, mayBringBack, mayPutAway, proposes, putAwayOf, readersOfNew } from './putAway';
import type { PartView, PlanView, PutAwayView } from './types';

const person = (id: string, role: string) => ({ id, name: id, role, organisation: '' });
const PLAN = {
  me: 'me',
  may_sign: false,
  parts: [{ id: 'a' }],
  put_away: [{ id: 'b' }],
  participants: [person('runa', 'owner'), person('me', 'coordinator'), person('mari', 'relative')],
  adding: [
    { kind: 'goal', proposes: true, visible_to: ['runa', 'me'] },
    { kind: 'measure', proposes: false, visible_to: ['runa', 'me', 'mari', 'unknown'] },
  ],
} as unknown as PlanView;
const BEFORE = { ...PLAN, put_away: undefined, adding: undefined } as unknown as PlanView;

test('a plan of an older server has nothing put away, and says nothing of new parts', () => {
  expect(putAwayOf(BEFORE)).toEqual([]);
  expect(everyPart(BEFORE).map(({ id }) => id)).toEqual(['a']);
  expect(everyPart(PLAN).map(({ id }) => id)).toEqual(['a', 'b']);
  expect(proposes(BEFORE, 'goal')).toBe(false);
  expect(readersOfNew(BEFORE, 'goal')).toBeUndefined();
});

test('a new part is seen by those the server names, and can be kept from all but the owner', () => {
  const names = (people: { id: string }[]) => people.map(({ id }) => id);
  const found = readersOfNew(PLAN, 'measure');
  expect([names(found?.people ?? []), names(found?.others ?? [])]).toEqual([['runa', 'mari'], ['mari']]);
  expect([proposes(PLAN, 'goal'), proposes(PLAN, 'measure')]).toEqual([true, false]);
});

test.each([
  ['edit', 'me', false, true],
  ['edit', 'mari', false, false],
  ['comment', 'me', false, false],
  ['edit', 'mari', true, true],
])('with %s, made by %s, signing %s: putting away is offered %s', (level, by, may_sign, offered) => {
  expect(mayPutAway({ ...PLAN, may_sign }, { level, created_by: by } as PartView)).toBe(offered);
});

test('whoever put it away may bring it back, and whoever signs', () => {
  const away = (put_away_by: string | null) => ({ put_away_by }) as PutAwayView;
  expect(mayBringBack(PLAN, away('me'))).toBe(true);
  expect(mayBringBack(PLAN, away('runa'))).toBe(false);
  expect(mayBringBack({ ...PLAN, may_sign: true }, away(null))).toBe(true);
});
