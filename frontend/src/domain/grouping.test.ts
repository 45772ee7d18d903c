import { expect, test } from 'vitest';
import { groupParts, partsOf } from './grouping';
import type { Kind, PartView } from './types';

function part(id: string, kind: Kind, position = 0): PartView {
  return {
    id,
    kind,
    position,
    title: '',
    area: null,
    responsible: null,
    level: 'read',
    document: `part/${id}`,
    visible_to: [],
    created_by: null,
    proposed: false,
  };
}

test('parts are sorted into reading order, whatever the input order', () => {
  const groups = groupParts([
    part('m2', 'measure', 2),
    part('needs', 'needs'),
    part('m1', 'measure', 1),
    part('goal', 'goal'),
    part('about', 'about-me', 9),
  ]);
  expect(groups.map((group) => [group.name, group.parts.map(({ id }) => id)])).toEqual([
    ['about', ['about', 'needs']],
    ['goals', ['goal']],
    ['measures', ['m1', 'm2']],
  ]);
});

test('a group without a visible part is left out', () => {
  expect(groupParts([part('x', 'school' as Kind)])).toEqual([]);
  expect(groupParts([])).toEqual([]);
});

test('the measures of a plan are sorted by position', () => {
  const parts = [part('m2', 'measure', 2), part('goal', 'goal', 1), part('m1', 'measure', 1)];
  expect(partsOf(parts, 'measure').map(({ id }) => id)).toEqual(['m1', 'm2']);
});
