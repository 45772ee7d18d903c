import { ySyncPluginKey } from '@tiptap/y-tiptap';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { RemovedWords } from './removedWords';

/** My document with one paragraph, and another person's copy, which receives my edits only through `toOther`. */
class Part {
  readonly mine = new Y.Doc();
  readonly other = new Y.Doc();
  readonly removed: RemovedWords;

  constructor() {
    const block = paragraph('Her står det noe fra før.');
    this.mine.getXmlFragment('body').insert(0, [block]);
    this.toOther();
    this.removed = new RemovedWords(this.mine, this.mine.getXmlFragment('body'), {
      recentMs: 60_000,
      settleMs: 1_500,
    });
  }

  text(doc: Y.Doc): Y.XmlText {
    return (doc.getXmlFragment('body').get(0) as Y.XmlElement).get(0) as Y.XmlText;
  }

  type(words: string, at = 5): void {
    [...words].forEach((letter, index) => {
      this.write(() => this.text(this.mine).insert(at + index, letter));
    });
  }

  /** As the editor does. */
  write(act: () => void): void {
    this.mine.transact(act, ySyncPluginKey);
  }

  toOther(): void {
    Y.applyUpdate(this.other, Y.encodeStateAsUpdate(this.mine));
  }

  fromOther(act: (body: Y.XmlFragment) => void): void {
    this.other.transact(() => act(this.other.getXmlFragment('body')));
    Y.applyUpdate(this.mine, Y.encodeStateAsUpdate(this.other), 'network');
  }

  /** The offers after the settling time. */
  offered(): string[] {
    vi.advanceTimersByTime(1_500);
    return this.removed.offers.read().map(({ text }) => text);
  }
}

function paragraph(words: string): Y.XmlElement {
  const block = new Y.XmlElement('block');
  block.setAttribute('kind', 'paragraph');
  block.insert(0, [new Y.XmlText(words)]);
  return block;
}

let part: Part;
beforeEach(() => {
  vi.useFakeTimers();
  part = new Part();
});
afterEach(() => {
  part.removed.destroy();
  vi.useRealTimers();
});

test('words typed while somebody removes the paragraph are offered (rule P5)', () => {
  part.type('mine ord ');
  part.fromOther((body) => body.delete(0, 1));
  expect(part.offered()).toEqual(['mine ord']);
});

test('only what I typed lately is offered: not the words of others, not what I typed long ago', () => {
  part.type('gamle ');
  vi.advanceTimersByTime(61_000);
  part.type('nye ');
  part.toOther();
  part.fromOther((body) => body.delete(0, 1));
  expect(part.offered()).toEqual(['nye']);
});

test('unsaved words do not grow old', () => {
  part.removed.holdUnsaved(true);
  part.type('skrevet uten nett ');
  vi.advanceTimersByTime(600_000);
  part.fromOther((body) => body.delete(0, 1));
  expect(part.offered()).toEqual(['skrevet uten nett']);
});

test('words that the same change puts somewhere else are not offered, and are followed there', () => {
  part.type('mine ord ');
  part.toOther();
  part.fromOther((body) => {
    body.delete(0, 1);
    body.insert(0, [paragraph('Flyttet: Her smine ord tår det')]);
  });
  expect(part.offered()).toEqual([]);
  part.fromOther((body) => body.delete(0, 1));
  expect(part.offered()).toEqual(['mine ord']);
});

test('words that come back in a later change are not offered, and an offer goes away', () => {
  part.type('mine ord ');
  part.fromOther((body) => body.delete(0, 1));
  expect(part.offered()).toEqual(['mine ord']);
  part.fromOther((body) => body.insert(0, [paragraph('her er mine ord igjen')]));
  expect(part.offered()).toEqual([]);
});

test('words I split off with Enter are still mine', () => {
  part.type('mine ord ');
  const body = part.mine.getXmlFragment('body');
  part.write(() => {
    const text = part.text(part.mine);
    const rest = text.toString().slice(2);
    text.delete(2, rest.length);
    body.insert(1, [paragraph(rest)]);
  });
  part.toOther();
  part.fromOther((theirs) => theirs.delete(1, 1));
  expect(part.offered()).toEqual(['mine ord']);
});

test('what I remove myself is not offered', () => {
  part.type('mine ord ');
  part.write(() => part.mine.getXmlFragment('body').delete(0, 1));
  expect(part.offered()).toEqual([]);
});

test('letters taken away one by one are offered as one; a single letter is a correction', () => {
  part.type('ord');
  part.toOther();
  part.fromOther(() => part.text(part.other).delete(7, 1));
  expect(part.offered()).toEqual([]);
  part.fromOther(() => part.text(part.other).delete(6, 1));
  part.fromOther(() => part.text(part.other).delete(5, 1));
  expect(part.offered()).toEqual(['or']);
});

test('put back where they stood while the paragraph lives', () => {
  part.type('viktige ord ', 4);
  part.toOther();
  part.fromOther(() => part.text(part.other).delete(4, 12));
  part.offered();
  part.removed.restore(part.removed.offers.read()[0]?.id ?? 0);
  expect(part.text(part.mine).toString()).toBe('Her viktige ord står det noe fra før.');
  expect(part.removed.offers.read()).toEqual([]);
});

test('put back in the middle of the word they were taken from, without a space', () => {
  part.type('praksisplassen ', 4);
  part.toOther();
  part.fromOther(() => part.text(part.other).delete(14, 3));
  part.offered();
  part.removed.restore(part.removed.offers.read()[0]?.id ?? 0);
  expect(part.text(part.mine).toString()).toBe('Her praksisplassen står det noe fra før.');
});

test('put back with a space beside words they did not stand beside', () => {
  part.type('mine ord ', 4);
  part.toOther();
  part.fromOther(() => part.text(part.other).delete(3, 15));
  part.offered();
  part.removed.restore(part.removed.offers.read()[0]?.id ?? 0);
  expect(part.text(part.mine).toString()).toBe('Her mine ord det noe fra før.');
});

test('put back as a paragraph of its own when theirs is gone', () => {
  part.type('mine ord ');
  part.fromOther((body) => {
    body.insert(1, [paragraph('etter')]);
    body.delete(0, 1);
  });
  part.offered();
  part.removed.restore(part.removed.offers.read()[0]?.id ?? 0);
  expect(part.mine.getXmlFragment('body').toString()).toBe(
    '<block kind="paragraph">mine ord</block><block kind="paragraph">etter</block>',
  );
});
