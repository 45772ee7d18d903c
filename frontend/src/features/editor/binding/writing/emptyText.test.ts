// @vitest-environment jsdom
import '../../../../ui/testing/jsdom';
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { Room, type Writer } from '../../testing/writers';

let room: Room;
let kari: Writer;
let ola: Writer;

/** Both stand in the empty line that Kari has made between what each wrote before. */
function bothInANewLine(): void {
  room = new Room(['Kari', 'Ola'], [{ text: 'Mandag' }, { text: 'Fredag' }]);
  [kari, ola] = room.writers as [Writer, Writer];
  ola.select([1, 6]);
  ola.type(' kveld');
  kari.select([0, 6]);
  kari.type(' kveld');
  kari.enter();
  room.deliver();
  ola.select([1, 0]);
}
afterEach(() => room.close());

function expectBoth(...lines: string[]): void {
  room.deliver();
  expect(kari.lines).toEqual(lines);
  expect(ola.lines).toEqual(lines);
}

describe('two begin to write in a new line at once', () => {
  test.each(['Kari', 'Ola'])(
    'and %s, who undoes it first, takes back their own words and nothing older',
    (name) => {
      bothInANewLine();
      kari.type('hos');
      ola.type('med');
      room.deliver();
      const [first, other] = name === 'Kari' ? [kari, ola] : [ola, kari];
      const left = first === kari ? 'med' : 'hos';
      first.undo();
      expectBoth('Mandag kveld', left, 'Fredag kveld');
      other.undo();
      expectBoth('Mandag kveld', '', 'Fredag kveld');
      first.redo();
      expectBoth('Mandag kveld', first === kari ? 'hos' : 'med', 'Fredag kveld');
    },
  );

  test('and no page writes anything anew when the words of the other come', () => {
    bothInANewLine();
    kari.type('hos');
    ola.type('med');
    const written: unknown[] = [];
    for (const { doc } of room.writers)
      doc.on(
        'update',
        (_update: Uint8Array, origin: unknown) => origin !== 'network' && written.push(origin),
      );
    room.deliver();
    expect(written).toEqual([]);
  });
});

test('undoing Enter takes the line away, unless somebody has written in it', () => {
  bothInANewLine();
  kari.undo();
  expectBoth('Mandag kveld', 'Fredag kveld');
  kari.enter();
  room.deliver();
  ola.select([1, 0]);
  ola.type('med');
  room.deliver();
  kari.undo();
  expectBoth('Mandag kveld', 'med', 'Fredag kveld');
});

test('lines that were pasted empty have a text too, and those that were there before are left as they are', () => {
  bothInANewLine();
  kari.select([2, 0]);
  kari.paste(['a', '', 'b']);
  room.deliver();
  const texts = kari.doc
    .getXmlFragment('body')
    .toArray()
    .map((block) => (block as Y.XmlElement).length);
  expect(texts).toEqual([1, 1, 1, 1, 1]);
  const old = new Y.XmlElement('block');
  ola.doc.transact(() => ola.doc.getXmlFragment('body').insert(0, [old]), 'network');
  ola.enter();
  expect(old.length).toBe(0);
});
