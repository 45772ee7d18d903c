import { LEVELS } from '../../../domain/contract';
import type { Cell, GrantsView, Kind, KindGrant, Level } from '../../../domain/types';

/** 0 for nothing, 3 for writing; each level includes those below. */
export function rank(level: Level): number {
  return LEVELS.indexOf(level);
}

type Cells = ReadonlyMap<string, Cell>;
/** Of each answer: a plan may have 25,000 cells, and each is looked for many times. */
const cellsOf = new WeakMap<readonly Cell[], Cells>();

export function cellOf({ cells }: Pick<GrantsView, 'cells'>, participant: string, part: string): Cell {
  let found = cellsOf.get(cells);
  if (!found) {
    found = new Map(cells.map((cell) => [`${cell.participant} ${cell.part}`, cell]));
    cellsOf.set(cells, found);
  }
  return found.get(`${participant} ${part}`) ?? nothing(participant, part);
}

function nothing(participant: string, part: string): Cell {
  return {
    participant,
    part,
    level: 'none',
    proposed: 'none',
    until: null,
    signed_at: null,
    source: 'none',
    by_itself: false,
  };
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
