import { useQuery, useQueryClient } from '@tanstack/react-query';
import { apiGet, keys } from '../../../api';
import type { CoordinatedCase, StoodInCase } from '../../../domain/openapi';
import { type Came, useActs } from '../desk/useDesk';

/** What came of an act, and in which case. */
export interface CameOf extends Came {
  of: string;
}

/** All of them, as what is due first may stand on the last page of the answers; and where they stand in. */
export function useCoordinated() {
  return useQuery({ queryKey: keys.coordinatedCases, queryFn: ({ signal }) => all(signal) });
}

interface Coordinated {
  cases: CoordinatedCase[];
  standingIn: StoodInCase[];
}

async function all(signal: AbortSignal): Promise<Coordinated> {
  const found: Coordinated = { cases: [], standingIn: [] };
  let after: string | null = null;
  do {
    const asked: [string, string][] = after === null ? [] : [['after', after]];
    const page = await apiGet('/api/coordinated-cases', {}, signal, asked);
    found.cases.push(...page.cases);
    // A process of the release before says none, while both run.
    found.standingIn.push(...(page.standing_in ?? []));
    after = page.after;
  } while (after !== null);
  return found;
}

/** Acts in the case as it was read; all that the coordinator reads is read again. */
export function useCoordinatorActs(
  { id, number }: Pick<CoordinatedCase, 'id' | 'number'>,
  onCame: (came: CameOf | null) => void,
) {
  const queries = useQueryClient();
  const readAgain = () =>
    Promise.all(
      [keys.coordinatedCases, keys.coordinates, keys.plans].map((queryKey) =>
        queries.invalidateQueries({ queryKey }),
      ),
    );
  return useActs(id, number, readAgain, (came) => onCame(came && { ...came, of: id }));
}
