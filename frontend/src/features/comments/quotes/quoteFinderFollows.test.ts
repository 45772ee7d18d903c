// @vitest-environment jsdom
import { expect, test } from 'vitest';
import type * as Y from 'yjs';
import { seededBelow } from '../../../testing/seeded';
import { WrittenPart } from '../testing/testEditor';
import { locate, makeAnchor, type Quoted, type QuoteMatch } from './anchor';
import { readFlatText } from './flatText';
import { QuoteFinder } from './quoteFinder';

interface Thread extends Quoted {
  id: string;
}

/** What the finder may spare itself: all threads are found again in the whole text after every change. */
class Everything {
  private readonly traces = new Map<string, { lastSeen: number | null; renewed: Quoted | null }>();
  constructor(private readonly part: WrittenPart) {}

  find(threads: readonly Thread[]): Map<string, QuoteMatch> {
    const flat = readFlatText(this.part.body);
    return new Map(threads.map((thread) => [thread.id, this.findOne(flat, thread)]));
  }

  private findOne(flat: ReturnType<typeof readFlatText>, thread: Thread): QuoteMatch {
    const trace = this.traces.get(thread.id) ?? { lastSeen: null, renewed: null };
    const { doc } = this.part;
    const followed = trace.renewed && locate(doc, flat, trace.renewed, trace.lastSeen);
    const match =
      followed && followed.kind !== 'changed' ? followed : locate(doc, flat, thread, trace.lastSeen);
    if (match.kind === 'exact') {
      const fresh = makeAnchor(flat, match);
      const renewed = fresh ? { anchor: fresh.anchor, quote: thread.quote } : trace.renewed;
      this.traces.set(thread.id, { lastSeen: match.start, renewed });
    }
    return match;
  }
}

function followed(part: WrittenPart): QuoteFinder {
  const finder = new QuoteFinder(part.doc, part.body);
  part.body.observeDeep((events) => finder.note(events as Y.YEvent<Y.AbstractType<unknown>>[]));
  return finder;
}

function settled(finder: QuoteFinder, threads: readonly Thread[]): Map<string, QuoteMatch> {
  finder.begin(threads);
  while (!finder.goOn());
  finder.searchElsewhere();
  while (!finder.goOn());
  return finder.found;
}

const WORDS =
  'ida vil lære å ta bussen alene til skolen før sommeren og øver hver tirsdag med en lærer'.split(' ');

function sentence(random: (below: number) => number): string {
  return Array.from({ length: 4 + random(12) }, () => WORDS[random(WORDS.length)]).join(' ');
}

/** One change as people make them: a letter, a word gone, Enter, two paragraphs joined, one put in, taken out, made bold. */
function edit(part: WrittenPart, random: (below: number) => number): void {
  const { length } = part.text;
  const at = part.position(random(length + 1));
  const to = Math.min(at + 1 + random(9), part.view.state.doc.content.size - 1);
  const changes = [
    () => part.type(at, 'x'),
    () => part.type(at, ` ${sentence(random)} `),
    () => part.change((tr) => tr.delete(at, Math.max(at, to))),
    () => part.enter(at),
    () => part.change((tr) => (tr.doc.childCount > 1 ? tr.join(tr.doc.child(0).nodeSize) : tr)),
    () => part.makeBold(at, Math.max(at, to)),
    () => part.body.doc?.transact(() => part.body.delete(random(Math.max(1, part.body.length - 1)), 1)),
  ];
  changes[random(changes.length)]?.();
}

function commentsOn(part: WrittenPart, random: (below: number) => number): Thread[] {
  return Array.from({ length: 12 }, (_, index) => {
    const start = random(part.text.length - 2);
    const quoted = makeAnchor(part.flat, { start, end: Math.min(start + 3 + random(60), part.text.length) });
    return quoted ? [{ id: `${index}`, ...quoted }] : [];
  }).flat();
}

test('after any edits the quotes stand where finding all of them again would find them', () => {
  for (let seed = 1; seed <= 4; seed++) {
    const random = seededBelow(seed);
    const part = new WrittenPart(...Array.from({ length: 8 }, () => sentence(random)));
    const threads = commentsOn(part, random);
    const finder = followed(part);
    const everything = new Everything(part);
    for (let step = 0; step < 25; step++) {
      edit(part, random);
      if (part.text.length < 20) break;
      expect(settled(finder, threads), `seed ${seed}, step ${step}`).toEqual(everything.find(threads));
    }
    part.close();
  }
});

test('a letter far from every quote leaves nothing to be found', () => {
  const part = new WrittenPart('Ida vil ta bussen.', 'Skolen øver.', 'Et avsnitt for seg selv.', 'Slutt.');
  const start = part.text.indexOf('bussen');
  const quoted = makeAnchor(part.flat, { start, end: start + 6 });
  if (!quoted) throw new Error('no anchor');
  const finder = followed(part);
  settled(finder, [{ id: 'a', ...quoted }]);
  part.type(part.position(part.text.length), 'x');
  expect(finder.begin([{ id: 'a', ...quoted }])).toBe(false);
  part.type(part.at('vil'), 'x');
  expect(finder.begin([{ id: 'a', ...quoted }])).toBe(true);
  part.close();
});

test('lines that come below every quote move none, those that come above do', () => {
  const part = new WrittenPart('Ida vil ta bussen.', 'Skolen øver.', 'Hver dag, '.repeat(9), 'Slutt.');
  const start = part.text.indexOf('Skolen');
  const quoted = makeAnchor(part.flat, { start, end: start + 6 });
  if (!quoted) throw new Error('no anchor');
  const finder = followed(part);
  settled(finder, [{ id: 'a', ...quoted }]);
  part.enter(part.position(part.text.length));
  expect(finder.begin([{ id: 'a', ...quoted }])).toBe(false);
  part.enter(part.at('Ida'));
  expect(finder.begin([{ id: 'a', ...quoted }])).toBe(true);
  part.close();
});

test('a text without comments is not read', () => {
  const part = new WrittenPart('Ida vil ta bussen.');
  const finder = followed(part);
  part.type(1, 'x');
  expect(finder.begin([])).toBe(false);
  expect(finder.length).toBe(0);
  part.close();
});
