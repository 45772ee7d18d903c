import { expect, test } from 'vitest';
import type { Cell, GrantsView, Level } from '../../../domain/types';
import {
  askedOnce,
  type Change,
  choose,
  chooseKind,
  commonEnd,
  effectOf,
  ended,
  inSigningOrder,
  isDelicate,
  lacksDate,
  proposals,
  stillOpen,
  type Target,
  wouldBe,
} from './changes';

const UNPLACED = { area: null, responsible: null, put_away: false };
const MEASURE = { id: 'm1', kind: 'measure' as const, title: 'Leksehjelp', ...UNPLACED };
const OTHER_MEASURE = { id: 'm2', kind: 'measure' as const, title: 'Avlastning', ...UNPLACED };
const HEALTH = { id: 'h', kind: 'health' as const, title: '', ...UNPLACED };

function cell(part: string, level: Level, rest: Partial<Cell> = {}): Cell {
  const signed = level === 'none' ? null : '2026-01-01T00:00:00Z';
  const source = level === 'none' ? 'none' : 'kind';
  return {
    participant: 'school',
    part,
    level,
    proposed: 'none',
    until: null,
    signed_at: signed,
    source,
    by_itself: false,
    ...rest,
  };
}

function view(cells: Cell[]): GrantsView {
  return {
    participants: [{ id: 'school', name: 'Kari', role: 'school', organisation: 'Lia skole' }],
    parts: [MEASURE, OTHER_MEASURE, HEALTH],
    cells,
    kinds: [{ participant: 'school', kind: 'measure', level: 'none', until: null }],
    decisions: [],
    signed: 0,
    earlier: null,
    withheld: [],
    narrowed: [],
    proposing: [],
  };
}

function change(target: Target, level: Level, rest: Partial<Change> = {}): Change {
  return { participant: 'school', target, level, until: null, purpose: '', dated: false, ...rest };
}

const PLAIN = view([cell('m1', 'read'), cell('m2', 'edit'), cell('h', 'none', { proposed: 'read' })]);

test('a change chosen back to what holds is no change', () => {
  const chosen = choose(PLAIN, [], change({ part: 'm1' }, 'none'));
  expect(chosen).toHaveLength(1);
  expect(choose(PLAIN, chosen, change({ part: 'm1' }, 'read'))).toEqual([]);
});

test('a later choice about the same cell takes the place of the earlier one', () => {
  const chosen = choose(PLAIN, [change({ part: 'm1' }, 'none')], change({ part: 'm1' }, 'edit'));
  expect(chosen.map(({ level }) => level)).toEqual(['edit']);
});

test('a new end date for the same level is a change, and must be filled in', () => {
  const [dated] = choose(PLAIN, [], change({ part: 'm1' }, 'read', { dated: true }));
  expect(dated && lacksDate(dated)).toBe(true);
  expect(dated && effectOf(PLAIN, dated)).toBe('dates');
});

test('a day that is over, or one that nobody lives to see, is no end date', () => {
  const until = (day: string) => lacksDate(change({ part: 'm1' }, 'read', { until: day }), '2026-11-21');
  expect(['2026-11-20', '0002-06-01', '20260-01-01', '2201-01-01'].map(until)).not.toContain(false);
  expect(['2026-11-21', '2200-12-31'].map(until)).not.toContain(true);
  expect(lacksDate(change({ part: 'm1' }, 'none', { dated: true }))).toBe(false);
});

test.each([
  ['m1', 'none', 'closes'],
  ['m2', 'read', 'narrows'],
  ['m1', 'edit', 'widens'],
  ['h', 'comment', 'opens'],
] as const)('%s to %s %s', (part, level, effect) => {
  expect(effectOf(PLAIN, change({ part }, level))).toBe(effect);
});

test('what closes is signed before what opens, and a kind before its parts', () => {
  const order = inSigningOrder(PLAIN, [
    change({ part: 'h' }, 'read'),
    change({ part: 'm2' }, 'read'),
    change({ part: 'm1' }, 'none'),
    change({ kind: 'measure' }, 'none'),
  ]);
  expect(order.map(({ target }) => target)).toEqual([
    { kind: 'measure' },
    { part: 'm1' },
    { part: 'm2' },
    { part: 'h' },
  ]);
});

test('a level for all measures also changes those that have a decision of their own', () => {
  const own = view([cell('m1', 'read', { source: 'part', by_itself: true }), cell('m2', 'none')]);
  const chosen = chooseKind(own, [], change({ kind: 'measure' }, 'comment'));
  expect(chosen.map(({ target }) => target)).toEqual([{ kind: 'measure' }, { part: 'm1' }]);
});

test('a level for all measures leaves out those the decision about the kind reaches anyway', () => {
  const chosen = chooseKind(PLAIN, [], change({ kind: 'measure' }, 'comment'));
  expect(chosen.map(({ target }) => target)).toEqual([{ kind: 'measure' }]);
});

test('withdrawing all measures takes back earlier choices about single ones', () => {
  const earlier = [change({ part: 'm1' }, 'edit'), change({ part: 'h' }, 'read')];
  const chosen = chooseKind(PLAIN, earlier, change({ kind: 'measure' }, 'none'));
  expect(chosen.map(({ target }) => target)).toEqual([{ part: 'h' }, { kind: 'measure' }]);
});

test('withdrawing all measures is a change also where only single ones are open', () => {
  const own = view([cell('m1', 'read', { source: 'part', by_itself: true })]);
  const chosen = chooseKind(own, [], change({ kind: 'measure' }, 'none'));
  expect(stillOpen(own, chosen)).toHaveLength(1);
});

test('a cell shows what a choice for its whole kind would make of it', () => {
  const chosen = [change({ kind: 'measure' }, 'comment')];
  expect(wouldBe(PLAIN, chosen, 'school', MEASURE)).toBe('comment');
  expect(wouldBe(PLAIN, chosen, 'school', HEALTH)).toBeNull();
  expect(wouldBe(PLAIN, [...chosen, change({ part: 'm1' }, 'none')], 'school', MEASURE)).toBe('none');
  const own = view([cell('m1', 'read', { source: 'part', by_itself: true })]);
  expect(wouldBe(own, chosen, 'school', MEASURE)).toBeNull();
  expect(wouldBe(own, [change({ kind: 'measure' }, 'none')], 'school', MEASURE)).toBe('none');
});

test('proposals are only those nothing was signed about, and not those already chosen', () => {
  expect(proposals(PLAIN, []).map(({ target, level }) => [target, level])).toEqual([[{ part: 'h' }, 'read']]);
  expect(proposals(PLAIN, [change({ part: 'h' }, 'edit')])).toEqual([]);
});

test('what was signed elsewhere, or is no longer there, is no open change', () => {
  const changes = [
    change({ part: 'm1' }, 'read'),
    change({ part: 'gone' }, 'read'),
    change({ part: 'h' }, 'read'),
  ];
  expect(stillOpen(PLAIN, changes).map(({ target }) => target)).toEqual([{ part: 'h' }]);
});

test('one last day is given to everything that stays open', () => {
  const changes = [change({ part: 'm1' }, 'none'), change({ part: 'h' }, 'read', { until: '2027-06-01' })];
  const all = ended([...changes, change({ part: 'm2' }, 'read')], '2027-08-01');
  expect(all.map(({ until }) => until)).toEqual([null, '2027-08-01', '2027-08-01']);
  expect([commonEnd(all), commonEnd(ended(all, null)), commonEnd(changes.slice(0, 1))]).toEqual([
    '2027-08-01',
    null,
    undefined,
  ]);
  expect(commonEnd([...changes, change({ part: 'm2' }, 'read')])).toBeUndefined();
});

test('what few show anybody is asked about once more where more of it is opened', () => {
  const notes = { id: 'n', kind: 'own-notes' as const, title: '', ...UNPLACED };
  const shown = { ...view([cell('n', 'comment')]), parts: [notes, HEALTH] };
  expect(isDelicate(shown, change({ part: 'n' }, 'edit'))).toBe(true);
  expect(isDelicate(shown, change({ kind: 'child-welfare' }, 'read'))).toBe(true);
  expect(isDelicate(shown, change({ part: 'n' }, 'read'))).toBe(false);
  expect(isDelicate(shown, change({ part: 'n' }, 'none'))).toBe(false);
  expect(isDelicate(shown, change({ part: 'h' }, 'read'))).toBe(false);
});

const HILDE = { id: 'hilde', name: 'Hilde', role: 'coordinator' as const, organisation: '' };
const MARIT = { id: 'marit', name: 'Marit', role: 'relative' as const, organisation: '' };
const HERS = {
  id: 'c1',
  kind: 'contribution' as const,
  title: '',
  area: null,
  responsible: 'marit',
  put_away: false,
};
const OTHERS = { ...HERS, id: 'c2', responsible: 'hilde' };

function fromBefore(proposed: boolean): GrantsView {
  const of = (participant: string, part: string, level: Level, more: Level) =>
    cell(part, level, { participant, proposed: more });
  const plain = view([
    of('hilde', 'm1', 'read', 'comment'),
    of('hilde', 'm2', 'edit', 'comment'),
    of('hilde', 'h', 'read', 'comment'),
    of('marit', 'c1', 'comment', 'edit'),
    of('marit', 'c2', 'comment', 'edit'),
    of('school', 'm1', 'read', 'edit'),
  ]);
  return {
    ...plain,
    participants: [...plain.participants, HILDE, MARIT],
    parts: [...plain.parts, HERS, OTHERS],
    proposing: [{ participant: 'hilde', kind: 'goal', open: false, until: null, proposed }],
  };
}

test('a plan from before is asked once: proposing, comments on measures, own contributions (rule 9)', () => {
  expect(
    askedOnce(fromBefore(true)).map(({ participant, target, level }) => [participant, target, level]),
  ).toEqual([
    ['hilde', { proposing: 'goal' }, 'edit'],
    ['hilde', { part: 'm1' }, 'comment'],
    ['marit', { part: 'c1' }, 'edit'],
  ]);
  expect(askedOnce(fromBefore(false))).toEqual([]);
});

test('proposing is chosen and unchosen as a level is', () => {
  const before = fromBefore(true);
  const open = { ...before, proposing: before.proposing.map((each) => ({ ...each, open: true })) };
  const target = { proposing: 'goal' as const };
  const wish = change(target, 'edit', { participant: 'hilde' });
  expect(choose(before, [], wish)).toEqual([wish]);
  expect(choose(open, [wish], wish)).toEqual([]);
  expect(effectOf(before, wish)).toBe('opens');
  expect(effectOf(open, { ...wish, level: 'none' })).toBe('closes');
});
