import { expect, test } from 'vitest';
import { translator } from './translate';

const nb = {
  common: { roles: { owner: 'Eier' }, close: 'Lukk' },
  plan: {
    title: 'Planen til {{name}}',
    measures_one: '{{count}} tiltak',
    measures_other: '{{count}} tiltakene',
    none_zero: 'ingen',
    none_other: '{{count}}',
  },
};
const t = translator('nb', [nb], 'plan');

test.each([
  ['title', { name: 'Runa $& <b>' }, 'Planen til Runa $& <b>'],
  ['title', {}, 'Planen til '],
  ['title', { name: 'Runa\u202e (anuR\u2066' }, 'Planen til Runa (anuR'],
  ['common:roles.owner', undefined, 'Eier'],
  ['measures', { count: 1 }, '1 tiltak'],
  ['measures', { count: 0 }, '0 tiltakene'],
  ['none', { count: 0 }, 'ingen'],
  ['none', { count: 2 }, '2'],
  ['common:close', { count: 3 }, 'Lukk'],
] as const)('%s with %j', (key, values, text) => {
  expect(t(key, values)).toBe(text);
});

test.each(['nothing', 'title.deeper', 'common:roles', 'other:title', 'close', 'constructor', 'toString'])(
  'there is no text %s: its own name, or what is given instead',
  (key) => {
    expect(t(key)).toBe(key.split(':').at(-1));
    expect(t(key, '')).toBe('');
  },
);

test('what a language lacks is said in the next one', () => {
  const en = { common: { close: 'Close' } };
  const english = translator('en', [en, nb], 'common');
  expect([english('close'), english('roles.owner')]).toEqual(['Close', 'Eier']);
});
