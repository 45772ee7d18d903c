import { expect, test } from 'vitest';
import { byNorwegianLetters, folded, holds, inNorwegianOrder } from './alphabet';

const NAMES = [
  'Anders',
  'Berit',
  'Émilie',
  'Frida',
  'Odd',
  'Zahra',
  'Ærlend',
  'Østby',
  'Åse',
  'Aasta',
  'Åsvor',
];

test.each([
  ['the browser’s own order', inNorwegianOrder],
  ['our own', byNorwegianLetters],
])('names stand as in a Norwegian list: æ, ø and å last, and aa as å (%s)', (_, order) => {
  const shuffled = NAMES.toSorted((one, other) => one.length - other.length || (one < other ? 1 : -1));
  expect(shuffled.toSorted(order)).toEqual(NAMES);
});

test.each([
  ['Åse Østby', 'ase', true],
  ['Aase Østby', 'åse', true],
  ['Åse Østby', 'Aase', true],
  ['Åse Østby', 'østby å', true],
  ['Åse Østby', 'ostby', true],
  ['Ærlend Lie', 'aerl', true],
  ['Émilie Dahl', 'emilie', true],
  ['Runa Elvestad', '  elve ', true],
  ['Runa Elvestad', '', true],
  ['Runa Elvestad', 'runa dahl', false],
])('%s, searched for as «%s»: %s', (name, typed, found) => {
  expect(holds(name, typed)).toBe(found);
});

test('a name is the same however it is typed, and Åse is not Ase', () => {
  expect(folded('  ÅSE  Østby ')).toBe(folded('A\u030ase østby'));
  expect(folded('Åse')).not.toBe(folded('Ase'));
});
