import { groupParts, type PartGroup } from '../../../domain/grouping';
import { factsOf } from '../../../domain/kinds';
import type { GrantPart, Kind } from '../../../domain/types';

export interface RowGroup extends PartGroup<GrantPart> {
  /** The kinds for which a decision may cover all parts, including future ones. */
  repeated: Kind[];
}

/** Parts as rows, grouped as in the plan; empty groups are left out. */
export function rowGroups(parts: readonly GrantPart[]): RowGroup[] {
  return groupParts(parts).map((group) => {
    const kinds = new Set(group.parts.map(({ kind }) => kind));
    return { ...group, repeated: [...kinds].filter((kind) => factsOf(kind).repeated) };
  });
}
