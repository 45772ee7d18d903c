import { LEVELS } from '../../../domain/contract';
import type { Cell, GrantsView, Kind, KindGrant, Level } from '../../../domain/types';

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
      by_itself: false,
    }
  );
}

/** `edit` while somebody may propose parts of a kind, else `none`. */
export function proposingOf(view: GrantsView, participant: string, kind: Kind) {
  const found = view.proposing?.find((each) => each.participant === participant && each.kind === kind);
  return { level: found?.open ? ('edit' as const) : ('none' as const), until: found?.until ?? null };
}

export function kindGrantOf(view: GrantsView, participant: string, kind: Kind): KindGrant {
  const found = view.kinds.find((grant) => grant.participant === participant && grant.kind === kind);
  return found ?? { participant, kind, level: 'none', until: null };
}
