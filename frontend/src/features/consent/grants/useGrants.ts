import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { apiGet, keys } from '../../../api';
import type { GrantsView, PlanView } from '../../../domain/types';

/** The grants of a plan. Its key is below the plan's, so it is refetched when the plan changes. */
export function useGrants(plan: PlanView | undefined): UseQueryResult<GrantsView> {
  const id = plan?.id ?? '';
  return useQuery({
    queryKey: keys.grants(id),
    queryFn: ({ signal }) => apiGet('/api/plans/{plan}/grants', { plan: id }, signal),
    enabled: plan?.may_read_grants === true,
  });
}
