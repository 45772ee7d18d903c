import { queryOptions, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { UnitAnswer } from '../domain/openapi';
import type { Me, PlanSummary, PlanView } from '../domain/types';
import { expectEnd, sessionIsOver, signedInAs } from '../state/ending';
import { sessionClock } from '../state/session/sessionClock';
import { apiGet, rememberCsrfToken } from './http';
import { keys } from './keys';
import { Problem } from './problem';

export const QUERIES = {
  me: queryOptions({
    queryKey: keys.me,
    queryFn: ({ signal }) => askWhoIsSignedIn(signal),
    staleTime: Number.POSITIVE_INFINITY,
  }),
  plans: queryOptions({
    queryKey: keys.plans,
    queryFn: ({ signal }) => apiGet('/api/plans', {}, signal),
  }),
  plan: (planId: string) =>
    queryOptions({
      queryKey: keys.plan(planId),
      queryFn: ({ signal }) => apiGet('/api/plans/{plan}', { plan: planId }, signal),
    }),
  sessions: queryOptions({
    queryKey: keys.sessions,
    queryFn: ({ signal }) => apiGet('/api/sessions', {}, signal),
  }),
  units: queryOptions({
    queryKey: keys.units,
    queryFn: ({ signal }) => apiGet('/api/units', {}, signal),
    // The bar of a unit asks on every page of it.
    staleTime: 60_000,
  }),
  login: queryOptions({
    queryKey: keys.login,
    queryFn: ({ signal }) => apiGet('/api/login', {}, signal),
    // Somebody may have logged in in another tab.
    staleTime: 1_000,
  }),
};

/** The signed-in person. The error is a Problem `not-signed-in` without a session. */
export function useMe(): UseQueryResult<Me> {
  return useQuery(QUERIES.me);
}

/** The signed-in person as far as this page has been told; nobody is asked. */
export function useKnownMe(): Me | undefined {
  return useQuery({ ...QUERIES.me, enabled: false }).data;
}

/** Ask whose the session is; the page ends unless it is still that of its own person. @throws Problem */
export async function askWhoIsSignedIn(signal?: AbortSignal): Promise<Me> {
  // First, because without a session the 401 of /api/me would show in the browser's console.
  const answer = await apiGet('/api/login', {}, signal);
  if (!answer.signed_in) {
    sessionIsOver();
    throw new Problem({ type: 'not-signed-in', title: '', status: 401 });
  }
  // While Samplan is being upgraded, a server may answer that does not say it at once.
  const me = answer.me ?? (await apiGet('/api/me', {}, signal));
  if (!signedInAs(me.id)) throw new Problem({ type: 'not-signed-in', title: '', status: 401 });
  expectEnd(Date.now() + me.expires_in * 1_000);
  sessionClock.learn(me, Date.now());
  rememberCsrfToken(me.csrf_token);
  return me;
}

export function usePlans(): UseQueryResult<PlanSummary[]> {
  return useQuery(QUERIES.plans);
}

/** The units in which the signed-in person has a right. */
export function useUnits(): UseQueryResult<UnitAnswer[]> {
  return useQuery(QUERIES.units);
}

/** One plan as this person may see it; refetched on the notice `plan-changed` of the plan's channel. */
export function usePlan(planId: string): UseQueryResult<PlanView> {
  return useQuery(QUERIES.plan(planId));
}

/** How many threads are open in each part of a plan, by part; parts without any are not in it. */
export function useOpenThreads(planId: string): ReadonlyMap<string, number> {
  const { data } = useQuery({
    queryKey: keys.openThreads(planId),
    queryFn: ({ signal }) => apiGet('/api/plans/{plan}/comments', { plan: planId }, signal),
  });
  return useMemo(() => new Map(data?.map(({ part, threads }) => [part, threads])), [data]);
}

/** The catalogue's texts about something, in the municipality's own words, by key: what is law stands there alone. */
export function useTextsOf(
  municipality: string,
  subject: string,
  language: Me['locale'],
  enabled = true,
): UseQueryResult<Record<string, string>> {
  return useQuery({
    queryKey: keys.texts(municipality, subject, language),
    queryFn: ({ signal }) =>
      apiGet(
        '/api/municipalities/{municipality}/texts/{subject}/{language}',
        { municipality, subject, language },
        signal,
      ),
    enabled,
  });
}
