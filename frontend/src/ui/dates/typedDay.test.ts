import { expect, test } from 'vitest';
import { dayAsTyped } from '../../domain/readDay';
import { seeded } from '../../testing/seeded';
import * as box from './typedDay';

const MINE = '2026-08-15';
const THEIRS = '2026-11-11';

/** A box in which `day` holds, and what it has written. */
class Played {
  written: string[] = [];
  state: box.TypedDay;

  constructor(day: string) {
    this.state = box.standing(day);
    this.take(box.entered(this.state));
  }

  private take([state, day]: box.Step): this {
    this.state = state;
    if (day !== null) this.written.push(day);
    return this;
  }

  type = (text: string) => this.take(box.typed(this.state, text));
  pause = () => this.take(box.paused(this.state, {}));
  leave = () => this.take(box.left(this.state, {}));
  enter = () => this.take(box.entered(this.state));
  arrive = (day: string) => this.take(box.arrived(this.state, day));
  pick = (day: string) => this.take(box.picked(this.state, day));
  giveUp = () => this.take(box.givenUp(this.state));
}

const standing = (day = MINE) => new Played(day);

test('whoever leaves without a change writes nothing, and sees what others set meanwhile', () => {
  const box = standing().arrive(THEIRS).leave();
  expect(box.written).toEqual([]);
  expect(box.state).toMatchObject({ text: '11.11.2026', news: null });
});

test('typing the same day again is no change', () => {
  const box = standing().type('15.08.202').type('15.08.2026').arrive(THEIRS).leave();
  expect(box.written).toEqual([]);
  expect(box.state).toMatchObject({ text: '11.11.2026', value: THEIRS });
});

test.each(['15.08', '15.08.202', '31.02.2026', 'snart', '15.08.0026', '15.08.9999'])(
  'what is no day is never written, and what held goes on: %s',
  (text) => {
    const left = standing().type(text).pause().leave();
    expect(left.written).toEqual([]);
    expect(left.state).toMatchObject({ text, value: MINE, asked: true });
    expect(box.problemOf(left.state, {})).not.toBeNull();
    expect(left.giveUp().state).toEqual(box.standing(MINE));
  },
);

test('emptied on purpose is written when its writer leaves, and not while they think of another day', () => {
  const box = standing().type('').pause();
  expect(box.written).toEqual([]);
  expect(box.leave().written).toEqual(['']);
  expect(standing().type('').pause().type('1.8.2027').leave().written).toEqual(['2027-08-01']);
});

test('a complete day is written after a while, and stands as it was typed until its writer leaves', () => {
  const box = standing().type('1. aug 2027').pause();
  expect(box.written).toEqual(['2027-08-01']);
  expect(box.state.text).toBe('1. aug 2027');
  expect(box.leave().written).toEqual(['2027-08-01']);
  expect(box.state.text).toBe('01.08.2027');
});

test('a year that may still get two figures more waits until its writer leaves', () => {
  const box = standing().type('1.8.20').pause();
  expect(box.written).toEqual([]);
  expect(box.leave().written).toEqual(['2020-08-01']);
  expect(standing().type('1.8.26').pause().written).toEqual(['2026-08-01']);
});

test('an unfinished day is not complained of while it is being written, an impossible one is', () => {
  expect(box.problemOf(standing().type('15.0').pause().state, {})).toBeNull();
  expect(box.problemOf(standing().type('31.02.2026').state, {})).toBeNull();
  expect(box.problemOf(standing().type('31.02.2026').pause().state, {})).toBe('impossible');
});

test('what others set while I type waits for me, and I am told', () => {
  const box = standing().type('1.8.2027').arrive(THEIRS);
  expect(box.state).toMatchObject({ text: '1.8.2027', news: { day: THEIRS, holds: null } });
  expect(box.pause().written).toEqual(['2027-08-01']);
  expect(box.state.news).toEqual({ day: THEIRS, holds: 'mine' });
});

test('what others set after I wrote is shown, and I am told', () => {
  const box = standing().type('1.8.2027').leave().arrive(THEIRS);
  expect(box.state).toMatchObject({ text: '11.11.2026', news: { day: THEIRS, holds: 'theirs' } });
  expect(box.enter().state.news).toBeNull();
  expect(box.leave().written).toEqual(['2027-08-01']);
});

test('a picked day is written at once', () => {
  expect(standing().type('15.0').pick(THEIRS).written).toEqual([THEIRS]);
});

test('what the log holds and is no day is shown as it is, and nothing is written for it', () => {
  const old = standing('0026-08-15').enter().leave();
  expect(old.state.text).toBe('15.08.0026');
  expect(box.problemOf(old.state, {})).toBe('early');
  expect(old.written).toEqual([]);
});

test('a random walk: only whole days are written, each once, and a box at rest shows the day that holds', () => {
  const random = seeded(7);
  const among = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const texts = ['', '1', '15.0', '15.08.2026', '31.02.2026', '1.8.20', '1.8.26', '2027-01-01', 'nei'];
  const days = ['', MINE, THEIRS, '0026-08-15'];
  const box = standing();
  let holds = MINE;
  for (let step = 0; step < 1_500; step += 1) {
    const before = box.written.length;
    const act = among(['type', 'type', 'pause', 'leave', 'enter', 'arrive', 'pick', 'giveUp'] as const);
    if (act === 'type') box.type(among(texts));
    else if (act === 'pick') box.pick(among(days.slice(0, 3)));
    else if (act === 'arrive') {
      holds = among(days);
      box.arrive(holds);
    } else box[act]();
    expect(box.written.length - before).toBeLessThanOrEqual(1);
    for (const day of box.written.slice(before)) {
      expect(day).toMatch(/^$|^20\d\d-\d\d-\d\d$/);
      holds = day;
    }
    expect(box.state.value).toBe(holds);
    if (act === 'leave' && box.state.since === null) expect(box.state.text).toBe(dayAsTyped(holds));
  }
});
