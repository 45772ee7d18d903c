import { describe, expect, test } from 'vitest';
import { seeded } from '../../testing/seeded';
import { CheckedPage } from '../testing/checkedPage';
import { World } from '../testing/world';
import type { Event } from './states';

const SEEDS = Array.from({ length: 100 }, (_, seed) => seed + 1);

describe('on any sequence of events,', () => {
  const address = '';
  const CLOSINGS = ['not-found', 'too-large', 'refused', 'overloaded', 'slow-consumer', 'unknown'];
  const rare: Event[] = [
    ...CLOSINGS.map((token): Event => ({ type: 'received', frame: { address, type: 'closed', token } })),
    { type: 'received', frame: { address, type: 'denied', reason: 'quarantined' } },
    { type: 'socketStopped', token: 'session-expired' },
    { type: 'restored' },
    { type: 'released' },
  ];
  const usual: Event[] = [
    { type: 'edited' },
    ...(['step1', 'step2', 'update'] as const).flatMap((kind): Event[] => [
      { type: 'sent', kind, mark: 3 },
      { type: 'received', frame: { address, type: 'sync', kind } },
    ]),
    ...[true, true, true, false].map((accepted): Event => {
      return { type: 'received', frame: { address, type: 'status', accepted } };
    }),
    { type: 'received', frame: { address, type: 'authenticated', scope: 'read-write' } },
    { type: 'received', frame: { address, type: 'authenticated', scope: 'readonly' } },
    { type: 'received', frame: { address, type: 'closed', token: 'too-large' } },
    { type: 'socketOpened' },
    { type: 'socketLost' },
    { type: 'timeUp', timer: 'answer' },
    { type: 'timeUp', timer: 'return' },
    { type: 'presence', present: true },
    { type: 'presence', present: false },
    { type: 'writeAgain' },
  ];

  test('the view is consistent, no timer is left over, and no text is lost without being offered', () => {
    const seen = new Set<string>();
    for (const seed of SEEDS) {
      const random = seeded(seed);
      const page = new CheckedPage(random);
      for (let turn = 0; turn < 120; turn += 1) {
        const events = random() < 0.01 ? rare : usual;
        page.dispatch(events[Math.floor(random() * events.length)] as Event);
        seen.add(`${page.shown.phase} ${page.shown.save}`);
      }
    }
    const reached = ['opening opening', 'opening offline', 'opening saving', 'open offline', 'open opening'];
    expect([...seen]).toEqual(
      expect.arrayContaining([
        ...reached,
        'open saving',
        'open saved',
        'open reading',
        'stopped ended',
        'gone ended',
      ]),
    );
  });
});

describe('with a correct server,', () => {
  type Turn = (world: World, random: () => number) => void;
  const usual: Turn[] = [
    (world) => world.write(),
    (world) => world.write(),
    (world, random) => world.serverReads(random() < 0.1),
    (world, random) => world.serverReads(random() < 0.1),
    (world) => world.pageReads(),
    (world) => world.pageReads(),
    (world) => world.pageReads(),
    (world) => world.connect(),
  ];
  const rare: Turn[] = [
    (world) => world.beginClosing(),
    (world) => world.disconnect(),
    (world) => world.timeIsUp(),
    (world) => world.server.close('overloaded'),
    (world) => world.server.refuse(),
    (world) => world.server.grant(false),
    (world) => world.server.grant(true),
    (world) => world.dispatch({ type: 'writeAgain' }),
  ];

  function walk(seed: number): World {
    const random = seeded(seed);
    const world = new World(random);
    for (let turn = 0; turn < 150; turn += 1) {
      const turns = random() < 0.08 ? rare : usual;
      turns[Math.floor(random() * turns.length)]?.(world, random);
      world.checkWords();
    }
    return world;
  }

  test('"saved" is true, every edit is stored, held here or offered, and no page says "saving" for ever', () => {
    const ends = new Set<string>();
    for (const seed of SEEDS) {
      const world = walk(seed);
      world.settle();
      world.checkWords();
      const { phase, save } = world.shown;
      ends.add(`${phase} ${save}`);
    }
    for (const end of ends) expect(['open saved', 'open ended', 'stopped ended']).toContain(end);
    expect(ends).toContain('open saved');
  });

  test('a page that is stopped says so, and offers what it held', () => {
    for (const seed of SEEDS.slice(0, 25)) {
      const world = walk(seed);
      world.dispatch({ type: 'socketStopped', token: 'session-expired' });
      world.checkWords();
      expect(world.shown.save).toBe('ended');
    }
  });
});
