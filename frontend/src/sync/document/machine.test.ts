import { describe, expect, expectTypeOf, test } from 'vitest';
import type { Frame } from '../protocol/frames';
import { viewOf } from './documentState';
import { initialStep, step } from './machine';
import type { Effect, Event, State } from './states';

const RANDOM = 0.5;
const address = 'part/1\0a';

const EVENTS = {
  edited: { type: 'edited' },
  'a Step1 leaves': { type: 'sent', kind: 'step1', mark: 7 },
  'a Step2 leaves': { type: 'sent', kind: 'step2', mark: 7 },
  'an Update leaves': { type: 'sent', kind: 'update', mark: 7 },
  'may write': { type: 'received', frame: { address, type: 'authenticated', scope: 'read-write' } },
  'may read': { type: 'received', frame: { address, type: 'authenticated', scope: 'readonly' } },
  'asked for state': { type: 'received', frame: { address, type: 'sync', kind: 'step1' } },
  'state arrives': { type: 'received', frame: { address, type: 'sync', kind: 'step2' } },
  'an Update arrives': { type: 'received', frame: { address, type: 'sync', kind: 'update' } },
  acknowledged: { type: 'received', frame: { address, type: 'status', accepted: true } },
  'not accepted': { type: 'received', frame: { address, type: 'status', accepted: false } },
  'closed as withdrawn': { type: 'received', frame: { address, type: 'closed', token: 'consent-withdrawn' } },
  'closed as refused': { type: 'received', frame: { address, type: 'closed', token: 'refused' } },
  'closed as overloaded': { type: 'received', frame: { address, type: 'closed', token: 'overloaded' } },
  'denied as quarantined': { type: 'received', frame: { address, type: 'denied', reason: 'quarantined' } },
  'socket opened': { type: 'socketOpened' },
  'socket lost': { type: 'socketLost' },
  'socket stopped': { type: 'socketStopped', token: 'schema-too-old' },
  'session over': { type: 'socketStopped', token: 'session-expired' },
  'answer is late': { type: 'timeUp', timer: 'answer' },
  'time to return': { type: 'timeUp', timer: 'return' },
  entered: { type: 'presence', present: true },
  left: { type: 'presence', present: false },
  'write again': { type: 'writeAgain' },
  restored: { type: 'restored' },
  released: { type: 'released' },
} satisfies Record<string, Event>;

type EventName = keyof typeof EVENTS;
const EVENT_NAMES = Object.keys(EVENTS) as EventName[];

function reached(state: State, ...names: EventName[]): State {
  return names.reduce((before, name) => step(before, EVENTS[name], RANDOM)[0], state);
}

const [opening] = initialStep();
const OPENED = ['may write', 'asked for state', 'a Step2 leaves', 'state arrives', 'acknowledged'] as const;
const open = reached(opening, 'entered', ...OPENED);
const writing = reached(open, 'edited', 'an Update leaves');
const again = ['closed as refused', ...OPENED] as const;

const STATES = {
  opening,
  open,
  reading: reached(opening, 'entered', 'may read', 'state arrives'),
  writing,
  offline: reached(writing, 'socket lost'),
  returning: reached(writing, 'closed as overloaded'),
  'held back': reached(open, ...again, ...again, ...again),
  stopped: reached(open, 'socket stopped'),
  'stopped before it came': reached(opening, 'may write', 'socket stopped'),
  gone: reached(open, 'closed as withdrawn'),
  closed: reached(open, 'released'),
} satisfies Record<string, State>;

type StateName = keyof typeof STATES;

function describeEffect({ type, ...what }: Effect): string {
  return [type, ...Object.values(what)].join(' ');
}

/** The view of the next state, and the effects in their order. */
function outcome(state: State, event: Event): string {
  const [next, effects] = step(state, event, RANDOM);
  const { phase, save, token } = viewOf(next);
  return [`${phase}, ${save}${token ? ` (${token})` : ''}`, ...effects.map(describeEffect)].join('; ');
}

/** The transition table. An event that is not listed for a state changes nothing there. */
const TABLE: Record<StateName, Partial<Record<EventName, string>>> = {
  opening: {
    'a Step2 leaves': 'opening, opening',
    'an Update leaves': 'opening, opening',
    'may write': 'opening, opening; notify opened',
    'may read': 'opening, reading; notify opened',
    'asked for state': 'opening, opening',
    'state arrives': 'open, offline',
    'not accepted': 'opening, opening',
    'closed as withdrawn': 'gone, ended (consent-withdrawn); discard; notify withdrawn',
    'closed as refused': 'opening, opening; discard; open false',
    'closed as overloaded': 'opening, opening; setTimer return 2500',
    'denied as quarantined': 'stopped, ended (quarantined); discard',
    'socket stopped': 'stopped, ended (schema-too-old); discard',
    'session over': 'stopped, ended (session-expired); discard',
    entered: 'opening, opening; showPresence true',
    restored: 'opening, opening; offerAll restored; discard',
    released: 'opening, opening; discard',
  },
  open: {
    edited: 'open, saving',
    'a Step2 leaves': 'open, opening; setTimer answer 20000',
    'an Update leaves': 'open, opening; setTimer answer 20000',
    'may write': 'open, saved; notify opened',
    'may read': 'open, reading; notify opened',
    'asked for state': 'open, opening; setTimer answer 20000',
    acknowledged: 'open, saved; notify settled',
    'not accepted': 'open, opening',
    'closed as withdrawn': 'gone, ended (consent-withdrawn); discard; notify withdrawn',
    'closed as refused': 'opening, opening; discard; open true',
    'closed as overloaded': 'open, offline; setTimer return 2500',
    'denied as quarantined': 'stopped, ended (quarantined); detach',
    'socket opened': 'open, offline',
    'socket lost': 'open, offline',
    'socket stopped': 'stopped, ended (schema-too-old); detach',
    'session over': 'stopped, ended (session-expired); discard',
    left: 'open, saved; showPresence false',
    restored: 'opening, opening; offerAll restored; discard',
    released: 'opening, opening; discard',
  },
  reading: {
    'a Step2 leaves': 'open, reading; setTimer answer 20000',
    'an Update leaves': 'open, reading; setTimer answer 20000',
    'may write': 'open, opening; notify opened',
    'may read': 'open, reading; notify opened',
    'asked for state': 'open, reading; setTimer answer 20000',
    'not accepted': 'open, reading',
    'closed as withdrawn': 'gone, ended (consent-withdrawn); discard; notify withdrawn',
    'closed as refused': 'opening, opening; discard; open true',
    'closed as overloaded': 'open, offline; setTimer return 2500',
    'denied as quarantined': 'stopped, ended (quarantined); detach',
    'socket opened': 'open, offline',
    'socket lost': 'open, offline',
    'socket stopped': 'stopped, ended (schema-too-old); detach',
    'session over': 'stopped, ended (session-expired); discard',
    left: 'open, reading; showPresence false',
    restored: 'opening, opening; offerAll restored; discard',
    released: 'opening, opening; discard',
  },
  writing: {
    edited: 'open, saving',
    'a Step1 leaves': 'open, saving; setTimer answer 20000',
    'a Step2 leaves': 'open, saving; setTimer answer 20000',
    'an Update leaves': 'open, saving; setTimer answer 20000',
    'may write': 'open, saving; setTimer answer 20000; notify opened',
    'may read': 'opening, opening; clearTimer answer; offerUnsaved consent-withdrawn 7; discard; open true',
    'asked for state': 'open, saving; setTimer answer 20000',
    'state arrives': 'open, saving; setTimer answer 20000',
    'an Update arrives': 'open, saving; setTimer answer 20000',
    acknowledged: 'open, saved; clearTimer answer; notify settled',
    'not accepted': 'open, saving; clearTimer answer',
    'closed as withdrawn':
      'gone, ended (consent-withdrawn); clearTimer answer; offerUnsaved consent-withdrawn 7; discard; notify withdrawn',
    'closed as refused': 'opening, opening; clearTimer answer; offerUnsaved refused 7; discard; open true',
    'closed as overloaded': 'open, offline; clearTimer answer; setTimer return 2500',
    'denied as quarantined':
      'stopped, ended (quarantined); clearTimer answer; offerUnsaved quarantined 7; detach',
    'socket opened': 'open, offline; clearTimer answer',
    'socket lost': 'open, offline; clearTimer answer',
    'socket stopped':
      'stopped, ended (schema-too-old); clearTimer answer; offerUnsaved schema-too-old 7; detach',
    'session over':
      'stopped, ended (session-expired); clearTimer answer; offerUnsaved session-expired 7; discard',
    'answer is late': 'open, saving; readdress',
    left: 'open, saving; showPresence false',
    restored: 'opening, opening; clearTimer answer; offerAll restored; discard',
    released: 'opening, opening; clearTimer answer; discard',
  },
  offline: {
    edited: 'open, offline',
    'a Step2 leaves': 'open, offline',
    'an Update leaves': 'open, offline',
    'may write': 'open, saving; notify opened',
    'may read': 'opening, opening; offerUnsaved consent-withdrawn 7; discard; open true',
    'asked for state': 'open, offline',
    'not accepted': 'open, offline',
    'closed as withdrawn':
      'gone, ended (consent-withdrawn); offerUnsaved consent-withdrawn 7; discard; notify withdrawn',
    'closed as refused': 'opening, opening; offerUnsaved refused 7; discard; open true',
    'closed as overloaded': 'open, offline; setTimer return 2500',
    'denied as quarantined': 'stopped, ended (quarantined); offerUnsaved quarantined 7; detach',
    'socket stopped': 'stopped, ended (schema-too-old); offerUnsaved schema-too-old 7; detach',
    'session over': 'stopped, ended (session-expired); offerUnsaved session-expired 7; discard',
    left: 'open, offline; showPresence false',
    restored: 'opening, opening; offerAll restored; discard',
    released: 'opening, opening; discard',
  },
  returning: {
    edited: 'open, offline',
    'closed as withdrawn':
      'gone, ended (consent-withdrawn); clearTimer return; offerUnsaved consent-withdrawn 7; discard; notify withdrawn',
    'closed as refused': 'opening, opening; clearTimer return; offerUnsaved refused 7; discard; open true',
    'closed as overloaded': 'open, offline; setTimer return 2500',
    'denied as quarantined':
      'stopped, ended (quarantined); clearTimer return; offerUnsaved quarantined 7; detach',
    'socket opened': 'open, offline; clearTimer return',
    'socket lost': 'open, offline; clearTimer return',
    'socket stopped':
      'stopped, ended (schema-too-old); clearTimer return; offerUnsaved schema-too-old 7; detach',
    'session over':
      'stopped, ended (session-expired); clearTimer return; offerUnsaved session-expired 7; discard',
    'time to return': 'open, offline; readdress',
    left: 'open, offline; showPresence false',
    restored: 'opening, opening; clearTimer return; offerAll restored; discard',
    released: 'opening, opening; clearTimer return; discard',
  },
  'held back': {
    'a Step2 leaves': 'open, ended (refused); setTimer answer 20000',
    'an Update leaves': 'open, ended (refused); setTimer answer 20000',
    'may write': 'open, ended (refused); notify opened',
    'may read': 'open, reading; notify opened',
    'asked for state': 'open, ended (refused); setTimer answer 20000',
    acknowledged: 'open, ended (refused); notify settled',
    'not accepted': 'open, ended (refused)',
    'closed as withdrawn': 'gone, ended (consent-withdrawn); discard; notify withdrawn',
    'closed as refused': 'stopped, ended (refused); detach',
    'closed as overloaded': 'open, offline (refused); setTimer return 2500',
    'denied as quarantined': 'stopped, ended (quarantined); detach',
    'socket opened': 'open, offline (refused)',
    'socket lost': 'open, offline (refused)',
    'socket stopped': 'stopped, ended (schema-too-old); detach',
    'session over': 'stopped, ended (session-expired); discard',
    left: 'open, ended (refused); showPresence false',
    'write again': 'open, saved',
    restored: 'opening, opening; offerAll restored; discard',
    released: 'opening, opening; discard',
  },
  stopped: {
    'closed as withdrawn': 'gone, ended (consent-withdrawn); discard; notify withdrawn',
    restored: 'opening, opening; offerAll restored; discard',
    released: 'opening, opening; discard',
  },
  'stopped before it came': {
    'closed as withdrawn': 'gone, ended (consent-withdrawn); notify withdrawn',
    restored: 'opening, opening',
    released: 'opening, opening',
  },
  gone: {
    restored: 'opening, opening',
    released: 'opening, opening',
  },
  closed: {},
};

describe.each(Object.entries(TABLE))('%s:', (name, row) => {
  const state = STATES[name as StateName];

  test.each(EVENT_NAMES)('%s', (event) => {
    const expected = row[event];
    if (expected === undefined) expect(step(state, EVENTS[event], RANDOM)).toEqual([state, []]);
    else expect(outcome(state, EVENTS[event])).toBe(expected);
  });
});

test('the table knows every kind of event and of frame', () => {
  type Named = (typeof EVENTS)[EventName];
  expectTypeOf<Exclude<Event['type'], Named['type']>>().toBeNever();
  expectTypeOf<Exclude<Frame['type'], Extract<Named, { frame: unknown }>['frame']['type']>>().toBeNever();
  expectTypeOf<Exclude<State['name'], StateName>>().toBeNever();
});

const shownAfter = (state: State, ...names: EventName[]) => viewOf(reached(state, ...names));

describe('an edit', () => {
  test('is unsaved from the moment it is made, before its frame leaves', () => {
    expect(shownAfter(open, 'edited')).toMatchObject({ save: 'saving', unsaved: true });
  });

  test('that has not left yet is not saved by the answer to the one before', () => {
    const two = reached(writing, 'edited', 'acknowledged');
    expect(viewOf(two)).toMatchObject({ save: 'saving', unsaved: true });
    expect(shownAfter(two, 'an Update leaves', 'acknowledged')).toMatchObject({
      save: 'saved',
      unsaved: false,
    });
  });

  test('that is accepted resets the count of refusals', () => {
    const twice = reached(open, ...again, ...again, 'edited', 'an Update leaves', 'acknowledged');
    expect(shownAfter(twice, ...again, ...again)).toMatchObject({ token: null, editable: true });
  });

  test('by a reader does not count as unsaved', () => {
    expect(shownAfter(STATES.reading, 'edited')).toMatchObject({ save: 'reading', unsaved: false });
  });
});

test('answers that cannot be matched to frames have a short timeout', () => {
  const uncertain = reached(writing, 'asked for state', 'a Step2 leaves');
  const [, effects] = step(uncertain, EVENTS['an Update leaves'], RANDOM);
  expect(effects).toEqual([{ type: 'setTimer', timer: 'answer', ms: 1_500 }]);
});
