import { LEVELS } from '../../../domain/contract';
import type { Cell, GrantPart, GrantsView, Kind, KindGrant, Level } from '../../../domain/types';

/** 0 for nothing, 3 for writing; each level includes those below. */
export function rank(level: Level): number {
  return LEVELS.indexOf(level);
}

export function cellOf(view: GrantsView, participant: string, part: string): Cell {
  const found = view.cells.find((cell) => cell.participant === participant && cell.part === part);
  return (
    found ?? {
      participant,
      part,
      level: 'none',
      proposed: 'none',
      until: null,
      signed_at: null,
      source: 'none',
    }
  );
}

export function kindGrantOf(view: GrantsView, participant: string, kind: Kind): KindGrant {
  const found = view.kinds.find((grant) => grant.participant === participant && grant.kind === kind);
  return found ?? { participant, kind, level: 'none', until: null };
}

/** True when a decision about the part itself holds, so that one about its kind would not reach it. */
export function heldByItself(view: GrantsView, participant: string, part: GrantPart): boolean {
  if (cellOf(view, participant, part.id).source === 'creator') return true;
  const mine = view.decisions.filter((decision) => decision.participant === participant);
  const own = mine.find((decision) => decision.part === part.id);
  if (!own) return false;
  const withdrawal = mine.find((decision) => decision.kind === part.kind && decision.level === 'none');
  return own.level === 'none' || own.number > (withdrawal?.number ?? -1);
}
