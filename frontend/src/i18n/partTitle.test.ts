import { expect, test } from 'vitest';
import { loadWords, textsOf } from '.';
import { partTitle } from './partTitle';

await loadWords('nb');
const t = textsOf('nb', 'plan');

test.each([
  [{ kind: 'measure', title: 'Sykle til skolen' }, 'Sykle til skolen'],
  [{ kind: 'measure', title: ' ' }, 'Tiltak uten navn'],
  [{ kind: 'measure', title: 'Lese\u202e rem' }, 'Lese rem'],
  [{ kind: 'goal', title: '\u2067' }, 'Mål uten navn'],
  [{ kind: 'goal', title: '' }, 'Mål uten navn'],
  [{ kind: 'needs', title: '' }, 'Behov'],
  [{ kind: 'contribution', title: '' }, 'Runa bidrar med'],
] as const)('%j is called %s', (part, title) => {
  expect(partTitle(t, part, 'Runa bidrar med')).toBe(title);
});

test('a contribution of somebody unknown is called by its kind', () => {
  expect(partTitle(t, { kind: 'contribution', title: '' }, undefined)).toBe('Bidrag');
});
