import { GROUPS, KINDS } from './contract';
import { factsOf } from './kinds';
import type { Kind } from './types';

type GroupName = (typeof GROUPS)[number];

/** What has a place in the list of parts; without a position it keeps the order it comes in. */
interface Placed {
  kind: Kind;
  position?: number;
}

export interface PartGroup<Part extends Placed> {
  name: GroupName;
  parts: Part[];
}

/** The order in which sections stand inside their group; parts of one kind follow their position. */
const KIND_ORDER = Object.keys(KINDS);

/** The list of parts as people read it. Groups without a part that this person may see are not there at all. */
export function groupParts<Part extends Placed>(parts: readonly Part[]): PartGroup<Part>[] {
  const ordered = [...parts].sort(byKindThenPosition);
  return GROUPS.map((name) => ({
    name,
    parts: ordered.filter((part) => factsOf(part.kind).group === name),
  })).filter((group) => group.parts.length > 0);
}

/** The parts of one kind, in their order. */
export function partsOf<Part extends Placed>(parts: readonly Part[], kind: Kind): Part[] {
  return parts.filter((part) => part.kind === kind).sort(byKindThenPosition);
}

function byKindThenPosition(one: Placed, other: Placed): number {
  const kinds = KIND_ORDER.indexOf(one.kind) - KIND_ORDER.indexOf(other.kind);
  return kinds || (one.position ?? 0) - (other.position ?? 0);
}
