import { GROUPS, KINDS } from './contract';
import { factsOf } from './kinds';
import type { Kind } from './types';

type GroupName = (typeof GROUPS)[number];

/** Something sortable into the list of parts; without a position the input order is kept. */
interface Ordered {
  kind: Kind;
  position?: number;
}

export interface PartGroup<Part extends Ordered> {
  name: GroupName;
  parts: Part[];
}

/** The order of kinds inside a group; parts of one kind are ordered by position. */
const KIND_ORDER = Object.keys(KINDS);

/** Parts in reading order, by group. Groups without a visible part are left out, but for those with a kind of `addable`. */
export function groupParts<Part extends Ordered>(
  parts: readonly Part[],
  addable: readonly Kind[] = [],
): PartGroup<Part>[] {
  const kept = new Set(addable.map((kind) => factsOf(kind).group));
  const ordered = [...parts].sort(byKindThenPosition);
  return GROUPS.map((name) => ({
    name,
    parts: ordered.filter((part) => factsOf(part.kind).group === name),
  })).filter((group) => group.parts.length > 0 || kept.has(group.name));
}

/** The parts of one kind, by position. */
export function partsOf<Part extends Ordered>(parts: readonly Part[], kind: Kind): Part[] {
  return parts.filter((part) => part.kind === kind).sort(byKindThenPosition);
}

function byKindThenPosition(one: Ordered, other: Ordered): number {
  const kinds = KIND_ORDER.indexOf(one.kind) - KIND_ORDER.indexOf(other.kind);
  return kinds || (one.position ?? 0) - (other.position ?? 0);
}
