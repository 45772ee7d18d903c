// @vitest-environment jsdom
import { expect, test, vi } from 'vitest';
import { WrittenPart } from '../testing/testEditor';
import type { Thread } from '../threads/threads';
import { locate, makeAnchor, STEPS_FOR_QUOTE } from './anchor';
import { Budget } from './budget';
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
      written_by: null,
    },
    replies: [],
    ...quoted,
    resolved: false,
  };
}

function found(finder: QuoteFinder, ...threads: Thread[]) {
  finder.begin(threads);
  expect(finder.goOn()).toBe(true);
  return finder.found;
}

test('words found anew are followed through the next change, even one that rewrites all around them', () => {
  const part = new WrittenPart('Ida vil lære å ta bussen til skolen før sommeren.');
  const thread = threadOn(part, 'bussen');
  const finder = new QuoteFinder(part.doc, part.body);
  part.enter(part.at('lære'));
  expect(found(finder, thread).get('bussen')?.kind).toBe('exact');
  part.remove('lære å ta ');
  part.remove(' til skolen før sommeren.');
  part.type(part.at('bussen'), 'Den røde ');
  const match = found(finder, thread).get('bussen');
  expect(match?.kind).toBe('exact');
  part.close();
});

test('a thread on the whole part has no place', () => {
  const part = new WrittenPart('Ida vil ta bussen.');
  const whole = { ...threadOn(part, 'bussen'), anchor: null };
  expect(found(new QuoteFinder(part.doc, part.body), whole).size).toBe(0);
  part.close();
});

/** A comment nobody's page makes: its contexts and its quote occur everywhere in a text of one letter (security, 13). */
function invented(id: string): Thread {
  const words = 'a'.repeat(500);
  const anchor = { start: '', end: '', before: 'a'.repeat(32), after: 'a'.repeat(31) };
  return { ...threadOn(new WrittenPart('Ida'), 'Ida'), id, anchor, quote: `${words.slice(1)}b` };
}

const LINES = Array.from({ length: 60 }, () => 'a'.repeat(80));

test('an invented comment costs a bounded number of steps, and then is not found', () => {
  const part = new WrittenPart(...LINES);
  const budget = new Budget(STEPS_FOR_QUOTE);
  const take = vi.spyOn(budget, 'take');
  const { anchor, quote } = invented('a');
  if (!anchor) throw new Error('no anchor');
  expect(locate(part.doc, part.flat, { anchor, quote }, null, budget).kind).toBe('changed');
  const steps = take.mock.calls.map(([asked], index) => (take.mock.results[index]?.value ? asked : 0));
  expect(steps.reduce((sum, step) => sum + step, 0)).toBeLessThanOrEqual(STEPS_FOR_QUOTE);
  part.close();
});

test('many of them are searched for between frames, and the others are found all the same', () => {
  const part = new WrittenPart(...LINES, 'Ida vil ta bussen.');
  const finder = new QuoteFinder(part.doc, part.body);
  const threads = [...Array.from({ length: 40 }, (_, n) => invented(`${n}`)), threadOn(part, 'bussen')];
  finder.begin(threads);
  let turns = 1;
  while (!finder.goOn()) turns++;
  expect(turns).toBeGreaterThan(5);
  expect(turns).toBeLessThanOrEqual(threads.length);
  expect(finder.found.get('bussen')?.kind).toBe('exact');
  expect(finder.found.get('0')?.kind).toBe('changed');
  part.close();
});

test('those not reached before the text changes are first after it', () => {
  const part = new WrittenPart(...LINES, 'Ida vil ta bussen.');
  const finder = new QuoteFinder(part.doc, part.body);
  const threads = [...Array.from({ length: 5 }, (_, n) => invented(`${n}`)), threadOn(part, 'bussen')];
  for (let change = 0; change < threads.length; change++) {
    finder.begin(threads);
    finder.goOn(10_000);
  }
  expect(finder.found.get('bussen')?.kind).toBe('exact');
  part.close();
});
