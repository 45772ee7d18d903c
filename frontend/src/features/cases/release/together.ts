import type { ReleaseRequest } from '../../../domain/openapi';

/** Of whom a leader is asked for in more than one case, in the order asked: the requests of each. */
export function together(requests: readonly ReleaseRequest[]): ReleaseRequest[][] {
  const of = new Map<string, ReleaseRequest[]>();
  for (const each of requests) {
    // A process of the release before says nobody, while both run: who is the same is not known.
    if (!each.person) continue;
    of.set(whom(each), [...(of.get(whom(each)) ?? []), each]);
  }
  return [...of.values()].filter(({ length }) => length > 1);
}

/** What they are asked for in counts in one municipality; two people may have one name. */
export const whom = ({ person, municipality }: ReleaseRequest) => `${person} ${municipality}`;
