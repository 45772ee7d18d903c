// @vitest-environment jsdom
import { afterEach, describe, expect, test } from 'vitest';
import { seededBelow } from '../../../testing/seeded';
import { WrittenPart } from '../testing/testEditor';
import { locate, makeAnchor, type Quoted, type QuoteMatch, readAnchor } from './anchor';
import { squeeze } from './squeezed';

const parts: WrittenPart[] = [];

function written(...paragraphs: string[]): WrittenPart {
  const part = new WrittenPart(...paragraphs);
  parts.push(part);
  return part;
}

afterEach(() => {
  for (const part of parts.splice(0)) part.close();
});

function commentOn(part: WrittenPart, words: string, from = 0): Quoted {
  const start = part.text.indexOf(words, from);
  const quoted = makeAnchor(part.flat, { start, end: start + words.length });
  if (!quoted) throw new Error(`no anchor on «${words}»`);
  return quoted;
}

function matchOf(part: WrittenPart, quoted: Quoted): QuoteMatch {
  return locate(part.doc, part.flat, quoted);
}

function wordsAt(part: WrittenPart, match: QuoteMatch): string | null {
  return match.kind === 'changed' ? null : part.text.slice(match.start, match.end);
}

const FIRST = 'Ida vil lære å ta bussen alene til skolen før sommeren.';
const SECOND = 'Skolen øver sammen med henne hver tirsdag og torsdag.';

describe('a comment on words', () => {
  test('is tied to the words without the white space at their edges', () => {
    const part = written(FIRST);
    expect(commentOn(part, ' ta bussen ').quote).toBe('ta bussen');
    expect(makeAnchor(part.flat, { start: 3, end: 4 })).toBeNull();
  });

  test('stays on its words when somebody types right before and right after them', () => {
    const part = written(FIRST);
    const quoted = commentOn(part, 'bussen');
    part.type(part.at('bussen'), 'den røde ');
    part.type(part.at('bussen') + 'bussen'.length, 'e');
    expect(matchOf(part, quoted)).toMatchObject({ kind: 'exact' });
    expect(wordsAt(part, matchOf(part, quoted))).toBe('bussen');
  });

  test('survives Enter earlier in the paragraph, which collapses a bare Yjs anchor', () => {
    const part = written(FIRST, SECOND);
    const quoted = commentOn(part, 'alene til skolen');
    part.enter(part.at('lære'));
    expect(wordsAt(part, matchOf(part, quoted))).toBe('alene til skolen');
  });

  test('survives Enter right before, right after and inside its words', () => {
    for (const at of ['alene', ' før', 'til']) {
      const part = written(FIRST, SECOND);
      const quoted = commentOn(part, 'alene til skolen');
      part.enter(part.at(at));
      expect(matchOf(part, quoted).kind).toBe('exact');
      expect(squeeze(wordsAt(part, matchOf(part, quoted)) ?? '').chars).toBe('alenetilskolen');
    }
  });

  test('survives Enter before words that end the document', () => {
    const part = written('Ring skolen');
    const quoted = commentOn(part, 'skolen');
    part.enter(part.at('skolen'));
    expect(wordsAt(part, matchOf(part, quoted))).toBe('skolen');
  });

  test('survives the joining of its paragraph to the one before', () => {
    const part = written(FIRST, SECOND);
    const quoted = commentOn(part, 'hver tirsdag');
    part.joinBefore('Skolen øver');
    expect(part.text).not.toContain('\n');
    expect(wordsAt(part, matchOf(part, quoted))).toBe('hver tirsdag');
  });

  test('survives a change of kind and bold over it', () => {
    const part = written(FIRST, SECOND);
    const quoted = commentOn(part, 'hver tirsdag');
    part.setKind(part.at('Skolen øver'), 'bullet');
    part.makeBold(part.at('henne'), part.at('tirsdag') + 3);
    expect(matchOf(part, quoted).kind).toBe('exact');
    expect(wordsAt(part, matchOf(part, quoted))).toBe('hver tirsdag');
  });

  test('survives retyping of everything on one side after its anchor collapsed', () => {
    const part = written(FIRST, SECOND);
    const quoted = commentOn(part, 'alene til skolen');
    part.enter(part.at('lære'));
    part.remove('lære å ta bussen ');
    part.type(part.at('alene'), 'gå ');
    expect(wordsAt(part, matchOf(part, quoted))).toBe('alene til skolen');
  });

  test('follows a correction inside its words', () => {
    const part = written(FIRST);
    const quoted = commentOn(part, 'alene til skolen');
    part.type(part.at('skolen'), 'barne');
    expect(matchOf(part, quoted).kind).toBe('edited');
    expect(wordsAt(part, matchOf(part, quoted))).toBe('alene til barneskolen');
  });

  test('follows a correction inside its words also after its anchor collapsed', () => {
    const part = written(FIRST);
    const quoted = commentOn(part, 'alene til skolen');
    part.enter(part.at('lære'));
    part.type(part.at('skolen'), 'barne');
    expect(wordsAt(part, matchOf(part, quoted))).toBe('alene til barneskolen');
  });

  test('says that the text has changed when its words are deleted, and where they were', () => {
    const part = written(FIRST, SECOND);
    const quoted = commentOn(part, 'til skolen');
    const where = part.text.indexOf('til skolen');
    part.remove('til skolen ');
    expect(matchOf(part, quoted)).toEqual({ kind: 'changed', near: where });
  });

  test('does not move to the same word elsewhere when its own is deleted', () => {
    const part = written('Mor ringer skolen hver dag.', 'Far ringer skolen hver uke.');
    const quoted = commentOn(part, 'skolen');
    part.remove('skolen');
    expect(matchOf(part, quoted).kind).toBe('changed');
  });

  test('does not move to the next of several identical lines when its own is deleted', () => {
    const part = written('Ring skolen', 'Ring skolen', 'Ring skolen', 'Ring skolen');
    const quoted = commentOn(part, 'skolen', 'Ring skolen\n'.length);
    const second = part.at('skolen', 'Ring skolen\nRing'.length);
    part.change((tr) => tr.delete(second, second + 'skolen'.length));
    expect(matchOf(part, quoted).kind).toBe('changed');
  });

  test('keeps to its own line among identical ones when Enter re-creates it', () => {
    const part = written('Ring skolen', 'Ring skolen', 'Ring skolen');
    const from = 'Ring skolen\n'.length;
    const quoted = commentOn(part, 'skolen', from);
    part.enter(part.at('skolen', from));
    const match = matchOf(part, quoted);
    expect(match).toMatchObject({ kind: 'exact', start: from + 'Ring \n'.length });
  });

  test('says that the text has changed when other words are written in their place', () => {
    const part = written(FIRST);
    const quoted = commentOn(part, 'ta bussen alene');
    const from = part.at('ta bussen alene');
    part.change((tr) => tr.insertText('sykle', from, from + 'ta bussen alene'.length));
    expect(matchOf(part, quoted).kind).toBe('changed');
  });

  test('finds its words again when they are put back', () => {
    const part = written(FIRST);
    const quoted = commentOn(part, 'ta bussen');
    const from = part.at('ta bussen');
    part.remove('ta bussen');
    expect(matchOf(part, quoted).kind).toBe('changed');
    part.type(from, 'ta bussen');
    expect(wordsAt(part, matchOf(part, quoted))).toBe('ta bussen');
  });

  test('goes with a whole sentence that is moved to another place', () => {
    const part = written(FIRST, SECOND, 'Slutt.');
    const quoted = commentOn(part, 'øver sammen med henne hver tirsdag');
    part.remove(SECOND);
    part.type(part.at('Slutt.') + 'Slutt.'.length, ` ${SECOND}`);
    expect(wordsAt(part, matchOf(part, quoted))).toBe('øver sammen med henne hver tirsdag');
  });

  test('is found by its words when its stored positions are damaged', () => {
    const part = written(FIRST);
    const { anchor, quote } = commentOn(part, 'ta bussen');
    const damaged = { anchor: { ...anchor, start: '%%', end: 'AAAA' }, quote };
    expect(wordsAt(part, matchOf(part, damaged))).toBe('ta bussen');
  });
});

test('a quote without positions is found if it occurs only once', () => {
  const part = written(FIRST, 'Ring skolen.', 'Ring NAV.');
  const anchor = { start: '', end: '', before: '', after: '' };
  expect(wordsAt(part, matchOf(part, { anchor, quote: 'ta bussen' }))).toBe('ta bussen');
  expect(matchOf(part, { anchor, quote: 'Ring' }).kind).toBe('changed');
});

test('an anchor in a row is read only when it has all its parts', () => {
  expect(readAnchor(null)).toBeNull();
  expect(readAnchor({ start: 'a', end: 'b', before: 'c' })).toBeNull();
  expect(readAnchor({ start: 'a', end: 'b', before: '', after: '' })).not.toBeNull();
});

test('an anchor with longer contexts than we make is none', () => {
  const anchor = { start: 'a', end: 'b', before: 'x'.repeat(32), after: 'x'.repeat(32) };
  expect(readAnchor(anchor)).toEqual(anchor);
  for (const side of ['before', 'after'])
    expect(readAnchor({ ...anchor, [side]: 'x'.repeat(33) })).toBeNull();
});

/** One edit as people make it, anywhere but inside the commented words. */
function editElsewhere(part: WrittenPart, words: string, random: (below: number) => number): void {
  const { text } = part;
  const start = text.indexOf(words);
  const outside = [...text].map((_, i) => i).filter((i) => i <= start || i >= start + words.length);
  const offset = outside[random(outside.length)] ?? 0;
  const position = part.position(offset);
  const act = random(5);
  if (act === 0) part.enter(position);
  else if (act === 1) part.type(position, ['og ', 'x', ' i dag'][random(3)] ?? 'x');
  else if (act === 2) part.setKind(position, ['bullet', 'heading', 'paragraph'][random(3)] ?? 'bullet');
  else if (act === 3) part.makeBold(1, position);
  else {
    const edge = text.indexOf('\n');
    if (edge >= 0) part.change((tr) => tr.join(part.position(edge) + 1));
  }
}

test('no row of ordinary edits beside the words loses them', () => {
  const words = 'Zebra og qvist';
  for (let seed = 1; seed <= 60; seed++) {
    const part = written(`${FIRST} ${words} er hennes faste følge.`, SECOND, 'Til slutt en linje.');
    const quoted = commentOn(part, words);
    const random = seededBelow(seed);
    let lastSeen: number | null = null;
    for (let step = 0; step < 6; step++) {
      editElsewhere(part, words, random);
      const match = locate(part.doc, part.flat, quoted, lastSeen);
      expect(wordsAt(part, match), `seed ${seed}, step ${step}: ${part.text}`).toBe(words);
      if (match.kind !== 'changed') lastSeen = match.start;
    }
  }
});

test('whatever happens, the match is inside the text and never empty', () => {
  for (let seed = 100; seed <= 140; seed++) {
    const part = written(FIRST, SECOND);
    const quoted = commentOn(part, 'alene til skolen');
    const random = seededBelow(seed);
    for (let step = 0; step < 8; step++) {
      const size = part.view.state.doc.content.size;
      const from = 1 + random(size - 1);
      const to = Math.min(size - 1, from + random(20));
      if (random(3) === 0) part.type(from, 'nytt ');
      else part.change((tr) => (from < to ? tr.delete(from, to) : tr));
      const match = matchOf(part, quoted);
      if (match.kind === 'changed') continue;
      expect(match.start).toBeGreaterThanOrEqual(0);
      expect(match.end).toBeGreaterThan(match.start);
      expect(match.end).toBeLessThanOrEqual(part.text.length);
    }
  }
});
