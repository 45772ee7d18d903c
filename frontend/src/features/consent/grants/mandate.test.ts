import { expect, test } from 'vitest';
import type { GrantsView, Level, PlanView, Role } from '../../../domain/types';
import { mandateOf, within } from './mandate';

const VIEW = {
  parts: [
    { id: 'goal', kind: 'goal' },
    { id: 'notes', kind: 'own-notes' },
  ],
  cells: [
    { participant: 'me', part: 'goal', level: 'comment' },
    { participant: 'me', part: 'notes', level: 'read' },
  ],
  kinds: [{ participant: 'me', kind: 'goal', level: 'read' }],
} as unknown as GrantsView;

const GOAL = { participant: 'school', target: { part: 'goal' } };
const GOALS = { participant: 'school', target: { kind: 'goal' as const } };
const MEASURES = { participant: 'school', target: { kind: 'measure' as const } };

function of(role: Role, assisting = false, onPaper = false) {
  const plan = { me: 'me', participants: [{ id: 'me', role }] } as unknown as PlanView;
  return mandateOf(plan, VIEW, assisting, onPaper);
}

test('a representative gives at most what they have, of a kind by a decision about the kind (rule 13)', () => {
  const mandate = of('representative');
  expect(mandate(GOAL)).toBe('comment');
  expect(mandate(GOALS)).toBe('read');
  expect(mandate(MEASURES)).toBe('none');
});

test("a representative decides nothing about themselves or the owner's own notes (rule 13)", () => {
  const mandate = of('representative');
  expect(mandate({ ...GOAL, participant: 'me' })).toBe('none');
  expect(mandate({ participant: 'school', target: { part: 'notes' } })).toBe('none');
  expect(mandate({ participant: 'school', target: { kind: 'own-notes' } })).toBe('none');
});

test('the owner gives everything', () => {
  expect(of('owner')(MEASURES)).toBe('edit');
  expect(of('owner')({ participant: 'school', target: { part: 'notes' } })).toBe('edit');
});

test.each<[Level, boolean]>([
  ['none', true],
  ['comment', true],
  ['edit', false],
])('%s of a part where the representative comments', (level, may) => {
  expect(within(of('representative'), { ...GOAL, level })).toBe(may);
});

test('what one has no level of oneself cannot be closed either', () => {
  expect(within(of('representative'), { ...MEASURES, level: 'none' })).toBe(false);
});

test('whoever writes for the owner decides about all that they see, and opens nothing for themselves', () => {
  const mandate = of('coordinator', true);
  expect(mandate(GOAL)).toBe('edit');
  expect(mandate(GOALS)).toBe('edit');
  expect(mandate(MEASURES)).toBe('none');
  expect(mandate({ participant: 'school', target: { part: 'hidden' } })).toBe('none');
  expect(mandate({ participant: 'school', target: { part: 'notes' } })).toBe('none');
  expect(mandate({ ...GOAL, participant: 'me' })).toBe('none');
});

test('on paper, which a second person checks, it may also be about who makes it', () => {
  expect(of('coordinator', false, true)({ ...GOAL, participant: 'me' })).toBe('edit');
  expect(of('coordinator')(GOAL)).toBe('comment');
});
