// @vitest-environment jsdom
import '../../../ui/testing/jsdom';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Room, type Writer } from '../testing/writers';

/** Runa writes in capitals and Hilde in small letters, so that every letter of an offer says whose it is. */
let room: Room;
let runa: Writer;
let hilde: Writer;

function open(...lines: string[]): void {
  room = new Room(
    ['Runa', 'Hilde'],
    lines.map((text) => ({ text })),
  );
  [runa, hilde] = room.writers as [Writer, Writer];
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  room.close();
  vi.useRealTimers();
});

/** Everything goes, by Runa's hand; what is Hilde offered? */
function offeredToHilde(): string[] {
  room.deliver();
  runa.select([0, 0], [runa.lines.length - 1, runa.lines.at(-1)?.length ?? 0]);
  runa.remove();
  room.deliver();
  vi.advanceTimersByTime(1_500);
  return hilde.offered;
}

test('what I paste is mine, the end of the sentence behind it is not', () => {
  open('HUN HAR PRAKSISPLASS FREDAGER');
  hilde.select([0, 20]);
  hilde.paste(['to dager', 'ikke mer enn']);
  expect(hilde.lines).toEqual(['HUN HAR PRAKSISPLASSto dager', 'ikke mer enn FREDAGER']);
  expect(offeredToHilde()).toEqual(['to dager', 'ikke mer enn']);
});

test('what I type over words of several paragraphs is mine, what it is joined with is not', () => {
  open('HUN HAR PRAKSIS', 'OG SKOLE', 'PLASS. FREDAGER');
  hilde.select([0, 8], [2, 7]);
  hilde.type('alle');
  expect(hilde.lines).toEqual(['HUN HAR alleFREDAGER']);
  expect(offeredToHilde()).toEqual(['alle']);
});

test('paragraphs that begin alike are not mine when I join or split them', () => {
  open('FREDAG OG PLASS.', 'FREDAG ER FRI');
  hilde.select([1, 0]);
  hilde.joinBefore();
  hilde.select([0, 16]);
  hilde.enter();
  hilde.select([1, 7]);
  hilde.enter();
  expect(offeredToHilde()).toEqual([]);
});

test('the words of others that I move, cut and paste, copy, or take away and back are not mine', () => {
  open('EN', 'TO', 'PLASS.FREDAGER', 'FIRE');
  hilde.select([0, 1]);
  hilde.moveDown();
  hilde.select([2, 0], [2, 14]);
  hilde.cut();
  hilde.select([3, 4]);
  hilde.paste();
  hilde.undo();
  hilde.undo();
  hilde.select([3, 0]);
  hilde.paste();
  hilde.select([2, 3]);
  hilde.lineBreak();
  expect(offeredToHilde()).toEqual([]);
});

test('my own words stay mine where I move, cut and paste them, or take them away and back', () => {
  open('EN', 'TO');
  hilde.select([0, 2]);
  hilde.type(' setning av meg');
  hilde.moveDown();
  hilde.select([1, 2], [1, 17]);
  hilde.cut();
  hilde.select([0, 2]);
  hilde.paste();
  hilde.select([0, 10]);
  hilde.enter();
  hilde.undo();
  hilde.redo();
  expect(offeredToHilde().join('')).toBe('setningav meg');
});

test('what the other only typed is never mine, though I typed the same letters elsewhere', () => {
  open('');
  hilde.type('er ');
  room.deliver();
  runa.select([0, 3]);
  runa.type('LEVERER');
  room.deliver();
  runa.select([0, 0], [0, 3]);
  runa.remove();
  room.deliver();
  vi.advanceTimersByTime(1_500);
  expect(hilde.offered).toEqual(['er']);
});

/** Small and repeatable. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const WALKS = process.env.TESTS_SOAK ? 2_000 : 6;

test(`in ${WALKS} random meetings nobody is offered a letter of another's`, () => {
  for (let seed = 1; seed <= WALKS; seed += 1) {
    const pick = random(seed);
    open('AB ABA. BAB', 'ab aba. bab', 'ABA BAB', '');
    for (let turn = 0; turn < 60; turn += 1) {
      const writer = room.writers[pick(2)] as Writer;
      act(writer, writer === runa ? 'AB BA' : 'ab ba', pick);
      if (pick(3) === 0) room.deliver();
      if (pick(10) === 0) vi.advanceTimersByTime(1_500);
    }
    room.deliver();
    vi.advanceTimersByTime(1_500);
    expect([seed, hilde.offered.join('').replace(/[^A-Z]/g, '')]).toEqual([seed, '']);
    expect([seed, runa.offered.join('').replace(/[^a-z]/g, '')]).toEqual([seed, '']);
    room.close();
  }
});

function act(writer: Writer, words: string, pick: (below: number) => number): void {
  const place = (): [number, number] => {
    const block = pick(writer.lines.length);
    return [block, pick((writer.lines[block]?.length ?? 0) + 1)];
  };
  const [one, other] = [place(), place()].sort((a, b) => a[0] - b[0] || a[1] - b[1]) as [
    [number, number],
    [number, number],
  ];
  writer.select(one, pick(3) === 0 ? other : one);
  const typed = words.slice(pick(3), 3 + pick(3));
  const deeds = [
    () => writer.type(typed),
    () => writer.type(typed),
    writer.enter,
    writer.joinBefore,
    writer.joinAfter,
    writer.lineBreak,
    writer.moveDown,
    writer.undo,
    writer.redo,
    () => writer.paste([typed, words]),
    () => writer.cut(),
    () => writer.paste(),
  ];
  deeds[pick(deeds.length)]?.();
}
