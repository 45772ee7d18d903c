import { useQuery } from '@tanstack/react-query';
import { apiGet, keys } from '../../../api';
import type { CaseRow } from '../../../domain/openapi';

/** All open cases that somebody coordinates; as they were when the page was opened, so that none goes from the list
 *  while they are handed over, and no longer. */
export function useTheirCases(municipality: string, person: string) {
  return useQuery({
    queryKey: keys.theirCases(municipality, person),
    queryFn: ({ signal }) => all(municipality, person, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

async function all(municipality: string, person: string, signal: AbortSignal): Promise<CaseRow[]> {
  const found: CaseRow[] = [];
  let after: string | null = null;
  do {
    const asked: [string, string][] = [
      ['status', 'open'],
      ['coordinator', person],
      ...(after === null ? [] : [['after', after] as [string, string]]),
    ];
    const page = await apiGet('/api/units/{municipality}/cases', { municipality }, signal, asked);
    found.push(...page.cases);
    after = page.after;
  } while (after !== null);
  return found;
}
