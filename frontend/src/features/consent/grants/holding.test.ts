import { expect, test } from 'vitest';
import type { Decision, GrantPart } from '../../../domain/types';
import { endedOnes } from './holding';

const NOW = Date.parse('2027-01-01T00:00:00Z');
const PARTS = [{ id: 'practice', kind: 'measure' }] as GrantPart[];

function decision(number: number, about: Partial<Decision>): Decision {
  return {
    number,
    participant: 'nav',
    part: null,
    kind: null,
    proposing: null,
    level: 'read',
    until: null,
    ...about,
  } as Decision;
}

function endedOf(...oldestFirst: Decision[]): [number, unknown][] {
  return [...endedOnes(oldestFirst.reverse(), PARTS, NOW)].sort(([a], [b]) => a - b);
}

test('the next one about the same part takes its place, not the last one', () => {
  const part = { part: 'practice' };
  expect(endedOf(decision(1, part), decision(2, part), decision(3, part))).toEqual([
    [1, { by: 2 }],
    [2, { by: 3 }],
  ]);
});

test("another person's, or one about something else, takes no place", () => {
  const ended = endedOf(
    decision(1, { part: 'practice' }),
    decision(2, { part: 'practice', participant: 'gp' }),
    decision(3, { kind: 'measure', level: 'edit' }),
    decision(4, { part: 'other' }),
  );
  expect(ended).toEqual([]);
});

test('closing a kind ends what was opened of its parts before, and nothing opened after', () => {
  const ended = endedOf(
    decision(1, { part: 'practice' }),
    decision(2, { kind: 'measure', level: 'none' }),
    decision(3, { part: 'practice' }),
  );
  expect(ended).toEqual([[1, { by: 2 }]]);
});

test('proposing parts of a kind is something else than seeing them', () => {
  const ended = endedOf(
    decision(1, { kind: 'measure' }),
    decision(2, { kind: 'measure', proposing: true, level: 'none' }),
    decision(3, { kind: 'measure', proposing: false, level: 'none' }),
  );
  expect(ended).toEqual([[2, { by: 3 }]]);
});

test('one is over after its last day', () => {
  expect(endedOf(decision(1, { part: 'practice', until: '2026-12-31T23:00:00Z' }))).toEqual([[1, 'over']]);
  expect(endedOf(decision(1, { part: 'practice', until: '2027-01-01T23:00:00Z' }))).toEqual([]);
});
