import { expect, test } from 'vitest';
import { withUnwritten } from './overallSave';

test.each([
  ['saved', null, 'saved'],
  ['saved', 'typing', 'saving'],
  ['saved', 'unfinished', 'unfinished'],
  ['saving', 'unfinished', 'unfinished'],
  [null, 'typing', 'saving'],
  ['offline', 'typing', 'offline'],
  ['stuck', 'typing', 'stuck'],
  ['ended', 'unfinished', 'ended'],
  ['opening', 'typing', 'opening'],
] as const)('documents say %s and a control holds %s: the page says %s', (overall, what, said) => {
  expect(withUnwritten(overall, what)).toBe(said);
});
