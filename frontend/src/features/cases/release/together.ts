import type { ReleaseRequest } from '../../../domain/openapi';

/** Of whom a leader is asked for in more than one case, in the order asked: the requests of each. */
export function together(requests: readonly ReleaseRequest[]): ReleaseRequest[][] {
  const of = new Map<string, ReleaseRequest[]>();
  for (const each of requests) {
    const whom = [each.name, each.workplace, each.municipality, each.active_cases].join('\n');
    of.set(whom, [...(of.get(whom) ?? []), each]);
  }
  return [...of.values()].filter(({ length }) => length > 1);
}
