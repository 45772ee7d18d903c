import type { Kind } from '../../domain/types';
import { type GrantPart, REPEATED } from './grants';

/** The parts of the plan in the order the plan shows them. `key` names a text in plan.json. */
const GROUPS: { key: string; kinds: Kind[] }[] = [
  { key: 'about', kinds: ['about-me', 'resources', 'needs'] },
  { key: 'goals', kinds: ['goal'] },
  { key: 'measures', kinds: ['measure'] },
  { key: 'topics', kinds: ['health', 'education', 'work', 'home', 'family', 'child-welfare'] },
  { key: 'together', kinds: ['contribution'] },
  { key: 'frame', kinds: ['crisis', 'period'] },
  { key: 'own', kinds: ['own-notes'] },
];

export interface RowGroup {
  key: string;
  /** Set where one decision may be about all parts of the group, those to come included. */
  kind: Kind | null;
  parts: GrantPart[];
}

/** Parts as rows, grouped as in the plan; groups nobody needs to see are left out. */
export function rowGroups(parts: readonly GrantPart[]): RowGroup[] {
  const groups = GROUPS.map(({ key, kinds }) => ({
    key,
    kind: REPEATED.find((kind) => kinds.includes(kind)) ?? null,
    parts: kinds.flatMap((kind) => parts.filter((part) => part.kind === kind)),
  }));
  return groups.filter((group) => group.parts.length > 0);
}
