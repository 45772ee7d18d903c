// @vitest-environment jsdom
import '../../../../ui/testing/jsdom';
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { Room, type Writer } from '../../testing/writers';

let room: Room;
let kari: Writer;
let ola: Writer;

function open(...lines: string[]): void {
  room = new Room(
    ['Kari', 'Ola'],
    lines.map((text) => ({ text })),
  );
  [kari, ola] = room.writers as [Writer, Writer];
}
afterEach(() => room.close());

function expectBoth(...lines: string[]): void {
  room.deliver();
  expect(kari.lines).toEqual(lines);
  expect(ola.lines).toEqual(lines);
}

/** A text in place of what is selected, as one change: autocorrection, an input method's word, a paste. */
function write(writer: Writer, text: string): void {
  writer.editor.view.dispatch(writer.editor.state.tr.insertText(text));
}

/** The same change, made directly in a Y text: what a person meant, letter by letter. */
class Meant {
  readonly doc = new Y.Doc();

  constructor(clientID: number, seed: string) {
    const first = new Y.Doc();
    first.clientID = 1;
    first.getText('0').insert(0, seed);
    this.doc.clientID = clientID;
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(first));
  }

  replace(from: number, to: number, words: string): void {
    this.doc.transact(() => {
      this.text.delete(from, to - from);
      this.text.insert(from, words);
    });
  }

  get text() {
    return this.doc.getText('0');
  }
}

/** Each letter with the client that wrote it. */
function lettersOf(text: Y.Text | Y.XmlText): string[] {
  const letters: string[] = [];
  for (let item = text._start; item; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    for (const letter of item.content.str) letters.push(`${letter}${item.id.client}`);
  }
  return letters;
}

function lettersShown({ doc, lines }: Writer): string[] {
  const text = (doc.getXmlFragment('body').get(0) as Y.XmlElement).get(0) as Y.XmlText;
  const letters = lettersOf(text);
  expect(letters.map((letter) => letter[0]).join('')).toBe(lines[0]);
  return letters;
}

/** Small and repeatable. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const DOSE = 'Paracet 500 mg. ';

describe('beside equal words each change is made where it was meant', () => {
  test('of two equal sentences the first is deleted, while the second is corrected', () => {
    open(DOSE + DOSE);
    kari.select([0, 0], [0, DOSE.length]);
    kari.remove();
    ola.select([0, 24], [0, 27]);
    write(ola, '250');
    expectBoth('Paracet 250 mg. ');
  });
  test('a word is pasted before its equal, while somebody writes between them', () => {
    open('Trening onsdager');
    kari.select([0, 8]);
    kari.paste(['onsdager og ']);
    ola.select([0, 8]);
    write(ola, 'kl. 10 ');
    room.deliver();
    expect(['Trening onsdager og kl. 10 onsdager', 'Trening kl. 10 onsdager og onsdager']).toContain(
      kari.lines[0],
    );
    expect(ola.lines).toEqual(kari.lines);
  });
  test('a selection is replaced by a text that begins and ends as it does', () => {
    open('mandag og mandag og fredag');
    kari.select([0, 0], [0, 10]);
    write(kari, 'mandag kveld og ');
    ola.select([0, 10], [0, 16]);
    write(ola, 'onsdag');
    expectBoth('mandag kveld og onsdag og fredag');
  });
  test('a word is moved past its equal', () => {
    open('ja, ja, nei');
    const { tr } = kari.editor.state;
    kari.editor.view.dispatch(tr.delete(1, 5).insertText('ja, ', 5));
    ola.select([0, 4], [0, 6]);
    write(ola, 'jo');
    expectBoth('jo, ja, nei');
  });
  test('one of two equal lines of a paragraph is emptied', () => {
    open('');
    kari.type('500 mg');
    kari.lineBreak();
    kari.type('500 mg');
    room.deliver();
    kari.select([0, 0], [0, 7]);
    kari.remove();
    ola.select([0, 7], [0, 8]);
    write(ola, '2');
    room.deliver();
    expect(ola.lines).toEqual(kari.lines);
    expect(kari.lines[0]).not.toContain('500 mg5');
  });
  test('the first of two equal paragraphs is deleted with its line end', () => {
    open('500 mg', '500 mg');
    kari.select([0, 0], [1, 0]);
    kari.remove();
    ola.select([1, 0], [1, 1]);
    write(ola, '2');
    expectBoth('200 mg');
  });
  test('the first of two equal paragraphs is deleted whole', () => {
    open('500 mg', '500 mg');
    kari.editor.view.dispatch(kari.editor.state.tr.delete(0, 8));
    ola.select([1, 0], [1, 1]);
    write(ola, '2');
    expectBoth('200 mg');
  });
  test('from one paragraph into the next, whose rest is equal to what is deleted', () => {
    open('Uke 1: 500 mg', 'Uke 2: 500 mg');
    kari.select([0, 6], [1, 6]);
    kari.remove();
    ola.select([0, 9]);
    write(ola, 'x');
    expectBoth('Uke 1:x 500 mg');
  });
  test('of a dose that is deleted while it is made another one, no half is left', () => {
    open(DOSE + DOSE);
    kari.select([0, 0], [0, DOSE.length]);
    kari.remove();
    ola.select([0, 0], [0, DOSE.length]);
    write(ola, 'Paracet 250 mg. ');
    expectBoth(`250${DOSE}`);
  });
  test('bold letters beside equal letters that are not', () => {
    open('ja ja ja');
    kari.select([0, 3], [0, 5]);
    const { tr, schema } = kari.editor.state;
    kari.editor.view.dispatch(tr.addMark(4, 6, schema.mark('bold')));
    room.deliver();
    kari.select([0, 5]);
    kari.editor.view.dispatch(
      kari.editor.state.tr.replaceSelectionWith(schema.text(' ja', [schema.mark('bold')]), false),
    );
    ola.select([0, 6], [0, 7]);
    write(ola, 'n');
    room.deliver();
    expect(kari.editor.getJSON()).toEqual(ola.editor.getJSON());
    expect(kari.editor.getHTML()).toContain('ja <strong>ja ja</strong> na');
  });
});

const WALKS = process.env.TESTS_SOAK ? 200 : 4;
const SEED = 'ab aba. ab aba. aab ';

test.each(Array.from({ length: WALKS }, (_, walk) => walk + 1))(
  'whatever two do to equal words, each letter is where it was meant, of who wrote it (walk %i)',
  (walk) => {
    const pick = random(walk);
    open(SEED);
    const meant = new Map([kari, ola].map((writer) => [writer, new Meant(writer.doc.clientID, SEED)]));
    for (let turn = 0; turn < 25; turn += 1) {
      const writer = pick(2) ? kari : ola;
      act(writer, meant.get(writer) as Meant, pick);
      if (pick(4) > 0) continue;
      room.deliver();
      const all = Y.mergeUpdates([...meant.values()].map(({ doc }) => Y.encodeStateAsUpdate(doc)));
      for (const { doc } of meant.values()) Y.applyUpdate(doc, all);
      for (const [each, { text }] of meant) expect(lettersShown(each)).toEqual(lettersOf(text));
    }
  },
);

/** One change of one or two steps: words written, replaced, deleted, or moved. */
function act(writer: Writer, meant: Meant, pick: (below: number) => number): void {
  const size = writer.lines[0]?.length ?? 0;
  const [from = 0, to = 0] = [pick(size + 1), pick(size + 1)].sort((one, other) => one - other);
  const end = Math.min(to, from + 5);
  const words = ['', 'a', 'ab', 'aba'][pick(4)] ?? '';
  const { tr } = writer.editor.state;
  tr.insertText(words, from + 1, end + 1);
  meant.replace(from, end, words);
  if (pick(4) === 0) {
    const at = pick(tr.doc.textContent.length + 1);
    tr.insertText('ba', at + 1);
    meant.replace(at, at, 'ba');
  }
  writer.editor.view.dispatch(tr);
}
