import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { Me, PlanSummary, PlanView } from '../domain/types';
import { apiGet, rememberCsrfToken } from './http';
import { keys } from './keys';
import { Problem } from './problem';

/** The signed-in person. The error is a Problem `not-signed-in` without a session. */
export function useMe(): UseQueryResult<Me> {
  return useQuery({
    queryKey: keys.me,
    queryFn: async ({ signal }) => {
      // First, because without a session the 401 of /api/me would show in the browser's console.
      const { signed_in } = await apiGet('/api/login', {}, signal);
      if (!signed_in) throw new Problem({ type: 'not-signed-in', title: '', status: 401 });
      const me = await apiGet('/api/me', {}, signal);
      rememberCsrfToken(me.csrf_token);
      return me;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function usePlans(): UseQueryResult<PlanSummary[]> {
  return useQuery({
    queryKey: keys.plans,
    queryFn: ({ signal }) => apiGet('/api/plans', {}, signal),
  });
}

/** One plan as this person may see it; refetched on the notice `plan-changed` of the plan's channel. */
export function usePlan(planId: string): UseQueryResult<PlanView> {
  return useQuery({
    queryKey: keys.plan(planId),
    queryFn: ({ signal }) => apiGet('/api/plans/{plan}', { plan: planId }, signal),
  });
}
