import { expect, test } from 'vitest';
import { initialsOf, othersWhoSee } from './people';
import type { PartView, PlanView } from './types';

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
