import { expect, test } from 'vitest';
import type { CaseRow, HandedOverCase, ListedCoordinator, MovedCase } from '../../../domain/openapi';
import {
  answersThemselves,
  asSent,
  begun,
  departs,
  inTurns,
  MOST_CASES,
  NOWHERE,
  needsReason,
  saidBefore,
} from './moving';

const row = (coordinator: object): CaseRow => ({ id: 'c', coordinator }) as unknown as CaseRow;
const nora = { person: 'n', name: 'Nora Li' } as ListedCoordinator;

test('two hundred cases go some at a time, and what came of each is said', async () => {
  const cases = Array.from({ length: 200 }, (_, number) => ({ case: `${number}` }) as HandedOverCase);
  const said: string[] = [];
  const sizes: number[] = [];
  await inTurns(
    cases,
    async (some) => {
      sizes.push(some.length);
      return some.map((each) => ({ case: each.case }) as MovedCase);
    },
    (moved) => said.push(...moved.map((each) => each.case)),
  );
  expect(said).toEqual(cases.map((each) => each.case));
  expect(Math.max(...sizes)).toBe(MOST_CASES);
});

test('what came before a line was lost is said', async () => {
  const cases = Array.from({ length: 30 }, (_, number) => ({ case: `${number}` }) as HandedOverCase);
  const said: MovedCase[] = [];
  let turns = 0;
  const send = async (some: HandedOverCase[]) => {
    turns += 1;
    if (turns === 2) throw new Error('lost');
    return some.map((each) => ({ case: each.case }) as MovedCase);
  };
  await expect(inTurns(cases, send, (moved) => said.push(...moved))).rejects.toThrow('lost');
  expect(said).toHaveLength(MOST_CASES);
});

test('whoever is proposed already goes on, and nobody is sent as null', () => {
  const proposed = row({ candidate: 'n', released_by: 'Liv', wished: '' });
  expect(begun(proposed, NOWHERE)).toEqual({ successor: 'n', leader: 'Liv', departure: '' });
  expect(asSent(proposed, NOWHERE)).toEqual({ case: 'c', successor: null, leader: '', departure: '' });
});

test('a reason is asked for where the owner named another one', () => {
  expect(departs(row({ wished: 'Tor Vik' }), nora)).toBe(true);
  expect(departs(row({ wished: 'nora  LI' }), nora)).toBe(false);
  expect(departs(row({ wished: '' }), nora)).toBe(false);
  expect(departs(row({ wished: 'Tor Vik' }), undefined)).toBe(false);
});

test('a leader of their service is asked, however it is spelled, and nobody answers for themselves', () => {
  const tor = { ...nora, workplace: 'Helse  og omsorg' };
  const leads = (person: string, workplace: string) => [{ person, name: 'Liv', workplace }];
  expect(answersThemselves(tor, leads('l', 'HELSE og omsorg'))).toBe(true);
  expect(answersThemselves(tor, leads('l', 'Helse'))).toBe(false);
  expect(answersThemselves(tor, leads('n', 'Helse og omsorg'))).toBe(false);
  expect(answersThemselves(undefined, leads('l', 'Helse'))).toBe(false);
});

test('what was said of the last day is there already, and is explained once', () => {
  const begun = row({ last_day: '2026-05-01' });
  const fresh = row({ last_day: null });
  expect(saidBefore([begun, fresh])).toBe('2026-05-01');
  expect(saidBefore([begun, row({ last_day: '2026-06-01' })])).toBe('');
  expect(saidBefore([fresh])).toBe('');
  expect(needsReason([begun, begun], '2026-05-01')).toBe(false);
  expect(needsReason([begun, fresh], '2026-05-01')).toBe(true);
});
