import { expect, test } from 'vitest';
import { merged, type Written } from './written';

const BEFORE: Written = {
  grounds: ['no-answer'],
  words: 'Først.',
  wished: '',
  late_reason: '',
  talk_first: null,
};

test('what one of two changed stays, whoever it was', () => {
  const mine = { ...BEFORE, words: 'Mitt.' };
  const theirs = { ...BEFORE, wished: 'Deres.', grounds: ['measures' as const] };
  expect(merged(mine, theirs, BEFORE, BEFORE)).toEqual({
    both: false,
    written: { ...BEFORE, words: 'Mitt.', wished: 'Deres.', grounds: ['measures'] },
  });
});

test('where both wrote, no word of either is lost', () => {
  const mine = { ...BEFORE, words: 'Mitt.', grounds: ['language' as const] };
  const theirs = { ...BEFORE, words: 'Deres.', grounds: ['measures' as const] };
  const { written, both } = merged(mine, theirs, BEFORE, BEFORE);
  expect(both).toBe(true);
  expect(written.words).toBe('Deres.\n\nMitt.');
  expect(written.grounds).toEqual(['measures', 'language']);
});

test('what comes back is one’s own, and what was typed since is kept', () => {
  const sent = { ...BEFORE, words: 'Mitt' };
  const typed = { ...BEFORE, words: 'Mitt er lengre.' };
  expect(merged(typed, sent, BEFORE, sent)).toEqual({ both: false, written: typed });
});

test('what was refused because somebody else was first is not lost for having been sent', () => {
  const mine = { ...BEFORE, words: 'Mitt.' };
  const theirs = { ...BEFORE, words: 'Deres.' };
  expect(merged(mine, theirs, BEFORE, mine).written.words).toBe('Deres.\n\nMitt.');
});
