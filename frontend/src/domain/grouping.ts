import type { Kind } from './types';

export const GROUPS = ['about', 'goals', 'measures', 'topics', 'together', 'frame', 'own'] as const;
export type GroupName = (typeof GROUPS)[number];

/** What has a place in the list of parts; without a position it keeps the order it comes in. */
interface Placed {
  kind: Kind;
  position?: number;
}

export interface PartGroup<Part extends Placed> {
  name: GroupName;
  parts: Part[];
}

const GROUP_OF: Record<Kind, GroupName> = {
  'about-me': 'about',
  resources: 'about',
  needs: 'about',
  goal: 'goals',
  measure: 'measures',
  health: 'topics',
  education: 'topics',
  work: 'topics',
  home: 'topics',
  family: 'topics',
  'child-welfare': 'topics',
  contribution: 'together',
  crisis: 'frame',
  period: 'frame',
  'own-notes': 'own',
};

/** The order in which sections stand inside their group; goals and measures follow their position. */
const KIND_ORDER = Object.keys(GROUP_OF);

/** The list of parts as people read it. Groups without a part that this person may see are not there at all. */
export function groupParts<Part extends Placed>(parts: readonly Part[]): PartGroup<Part>[] {
  const ordered = [...parts].sort(byKindThenPosition);
  return GROUPS.map((name) => ({
    name,
    parts: ordered.filter((part) => GROUP_OF[part.kind] === name),
  })).filter((group) => group.parts.length > 0);
}

/** The goals or the measures among `parts`, in their order. */
export function partsOf<Part extends Placed>(parts: readonly Part[], kind: 'goal' | 'measure'): Part[] {
  return parts.filter((part) => part.kind === kind).sort(byKindThenPosition);
}

function byKindThenPosition(one: Placed, other: Placed): number {
  const kinds = KIND_ORDER.indexOf(one.kind) - KIND_ORDER.indexOf(other.kind);
  return kinds || (one.position ?? 0) - (other.position ?? 0);
}
