import { describe, expect, test } from 'vitest';
import { mapThroughDiff } from './stickyPosition';

const OPEN = '\u0001';
const CLOSE = '\u0002';

/** Paragraphs as tokens; «|» marks the position and is not a token. */
function text(...paragraphs: string[]): { tokens: string; at: number } {
  const marked = paragraphs.map((words) => `${OPEN}${words}${CLOSE}`).join('');
  return { tokens: marked.replace('|', ''), at: marked.indexOf('|') };
}

describe('a position in a text that has been re-created', () => {
  test.each([
    ['nothing changed', ['en', 'to| tre'], ['en', 'to| tre']],
    ['words ahead', ['en', 'to| tre'], ['en og', 'to| tre']],
    ['words behind', ['en', 'to| tre'], ['en', 'to| tre fire']],
    ['split ahead of it', ['en to| tre'], ['en ', 'to| tre']],
    ['joined to the one before', ['en', 'to| tre'], ['ento| tre']],
    ['moved up', ['en', 'to| tre'], ['to| tre', 'en']],
    ['moved, and written in elsewhere', ['en', 'to| tre', 'fire'], ['to| tre', 'enn', 'firer']],
    ['at the start, taken along', ['en', '|to tre'], ['|to tre', 'en']],
    ['the nearest of several alike', ['a', 'lik| a', 'lik b'], ['x', 'lik c', 'lik| a', 'y']],
    ['its words deleted', ['en', 'to| tre', 'fire'], ['en', '|', 'fire']],
  ])('%s', (_, before, after) => {
    const [was, is] = [text(...before), text(...after)];
    expect(mapThroughDiff(was.tokens, is.tokens, was.at)).toBe(is.at);
  });
});
