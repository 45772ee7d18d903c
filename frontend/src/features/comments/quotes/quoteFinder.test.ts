// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { WrittenPart } from '../testing/testEditor';
import type { Thread } from '../threads/threads';
import { makeAnchor } from './anchor';
import { QuoteFinder } from './quoteFinder';

function threadOn(part: WrittenPart, words: string): Thread {
  const start = part.text.indexOf(words);
  const quoted = makeAnchor(part.flat, { start, end: start + words.length });
  if (!quoted) throw new Error(`no anchor on «${words}»`);
  return {
    id: words,
    opening: {
      id: words,
      author: { id: 'p1', name: 'Ida', role: 'owner' },
      created_at: '2026-11-21T12:00:00Z',
      text: 'Er dette riktig?',
      reply_to: null,
      anchor: quoted.anchor,
      quote: quoted.quote,
      quote_gone: false,
      resolved_at: null,
      resolved_by: null,
      edited_at: null,
      removed_at: null,
      removed_by: null,
    },
    replies: [],
    ...quoted,
    resolved: false,
  };
}

test('words found anew are followed through the next change, even one that rewrites all around them', () => {
  const part = new WrittenPart('Ida vil lære å ta bussen til skolen før sommeren.');
  const thread = threadOn(part, 'bussen');
  const finder = new QuoteFinder(part.doc, part.body);
  part.enter(part.at('lære'));
  expect(finder.find([thread]).get('bussen')?.kind).toBe('exact');
  part.remove('lære å ta ');
  part.remove(' til skolen før sommeren.');
  part.type(part.at('bussen'), 'Den røde ');
  const match = finder.find([thread]).get('bussen');
  expect(match?.kind).toBe('exact');
  part.close();
});

test('a thread on the whole part has no place', () => {
  const part = new WrittenPart('Ida vil ta bussen.');
  const whole = { ...threadOn(part, 'bussen'), anchor: null };
  expect(new QuoteFinder(part.doc, part.body).find([whole]).size).toBe(0);
  part.close();
});
