import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { apiGet, keys } from '../../../api';
import type { GrantsView, PlanView } from '../../../domain/types';

/** Who may do what. Hangs under the key of the plan, so it is read again when the plan changes. */
export function useGrants(plan: PlanView | undefined): UseQueryResult<GrantsView> {
  const id = plan?.id ?? '';
  return useQuery({
    queryKey: keys.grants(id),
    queryFn: ({ signal }) => apiGet('/api/plans/{plan}/grants', { plan: id }, signal),
    enabled: plan?.may_read_grants === true,
  });
}
