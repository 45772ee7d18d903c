import { expect, test } from 'vitest';
import { ACTS, offered, saidAs, unsaid } from './acts';

test('what is to be said is named until it is said; a reason for withdrawing is nobody owed', () => {
  expect(unsaid('forwarded', {})).toEqual(['statement', 'day']);
  expect(unsaid('forwarded', { statement: ' ', day: '2026-03-02' })).toEqual(['statement']);
  expect(unsaid('withdrawn', {})).toEqual([]);
  expect(Object.keys(ACTS)).not.toContain('sent');
});

test('an answer to the county governor is offered where something is asked', () => {
  expect(offered(['closed', 'governor-answered'], 0)).toEqual(['closed']);
  expect(offered(['closed', 'governor-answered'], 1)).toEqual(['governor-answered', 'closed']);
});

test('a question is named by its number, and a question that is asked is its words', () => {
  expect(saidAs({ question: '9', answer: 'Vedlagt.' })).toEqual({ question: 9, answer: 'Vedlagt.' });
  expect(saidAs({ question: 'Hvor er planen?' })).toEqual({ question: 'Hvor er planen?' });
});
