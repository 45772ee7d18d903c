import { groupParts, type PartGroup } from '../../../domain/grouping';
import type { Kind } from '../../../domain/types';
import { type GrantPart, REPEATED } from '../grants/grants';

export interface RowGroup extends PartGroup<GrantPart> {
  /** Set where one decision may be about all parts of the group, those to come included. */
  kind: Kind | null;
}

/** Parts as rows, grouped as in the plan; groups nobody needs to see are left out. */
export function rowGroups(parts: readonly GrantPart[]): RowGroup[] {
  return groupParts(parts).map((group) => {
    const kind = group.parts[0]?.kind;
    return { ...group, kind: REPEATED.find((repeated) => repeated === kind) ?? null };
  });
}
