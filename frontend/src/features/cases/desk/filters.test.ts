import { expect, test } from 'vitest';
import { askedFor, changed } from './filters';

test('only what is a filter is asked for', () => {
  const search = new URLSearchParams('age=late&means=pigeon&consent=1&name=%20Per%20&x=1');
  expect(askedFor(search)).toEqual([
    ['age', 'late'],
    ['consent', 'missing'],
    ['name', 'Per'],
  ]);
});

test('a filter that is emptied leaves the address', () => {
  const search = changed(new URLSearchParams('age=late&protected=1'), 'age', '');
  expect(search.toString()).toBe('protected=1');
  expect(changed(search, 'age', 'fresh').get('age')).toBe('fresh');
});
