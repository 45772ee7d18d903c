import { folded } from '../../../domain/alphabet';
import type {
  CaseRow,
  HandedOverCase,
  ListedCoordinator,
  MovedCase,
  ServiceLeader,
} from '../../../domain/openapi';

/** Where one case goes; `successor` empty: to nobody. */
export interface Destination {
  successor: string;
  leader: string;
  departure: string;
}

export const NOWHERE: Destination = { successor: '', leader: '', departure: '' };
/** Of one request; the server takes no more. */
export const MOST_CASES = 25;

export type Send = (cases: HandedOverCase[]) => Promise<MovedCase[]>;

/** Some at a time, so that no request takes long. `say`: what has come of those so far. Rejects with what `send` does. */
export async function inTurns(
  cases: readonly HandedOverCase[],
  send: Send,
  say: (moved: MovedCase[]) => void,
): Promise<void> {
  for (let first = 0; first < cases.length; first += MOST_CASES)
    say(await send(cases.slice(first, first + MOST_CASES)));
}

export const asSent = (row: CaseRow, { successor, leader, departure }: Destination): HandedOverCase => ({
  case: row.id,
  successor: successor || null,
  leader: leader.trim(),
  departure: departure.trim(),
});

/** Who was proposed already goes on; else what is chosen for all. */
export const begun = (row: CaseRow, all: Destination): Destination => ({
  ...all,
  successor: all.successor || row.coordinator.candidate,
  leader: all.leader || row.coordinator.released_by,
});

/** Whether the owner named another one than this. */
export const departs = (row: CaseRow, successor: ListedCoordinator | undefined): boolean =>
  Boolean(successor && row.coordinator.wished && folded(successor.name) !== folded(row.coordinator.wished));

/** Whether a leader of this one's service is asked: nobody answers for themselves. */
export const answersThemselves = (
  successor: ListedCoordinator | undefined,
  leaders: readonly ServiceLeader[],
): boolean =>
  leaders.some(
    ({ person, workplace }) =>
      successor !== undefined &&
      person !== successor.person &&
      folded(workplace) === folded(successor.workplace),
  );

/** The last day that was said before, where all that was said is one. */
export function saidBefore(cases: readonly CaseRow[]): string {
  const [day, ...others] = new Set(cases.flatMap(({ coordinator }) => coordinator.last_day ?? []));
  return others.length ? '' : (day ?? '');
}

/** Why they leave is said where their last day is a new one. */
export const needsReason = (cases: readonly CaseRow[], lastDay: string): boolean =>
  cases.some(({ coordinator }) => coordinator.last_day !== lastDay);
