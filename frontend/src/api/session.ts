import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { LoginChoices } from '../domain/openapi';
import { apiGet, apiSend } from './http';
import { keys } from './keys';

/** Ways to log in. `demo` is null unless this installation is a demo. */
export function useLoginWays(): UseQueryResult<LoginChoices> {
  return useQuery({
    queryKey: keys.login,
    queryFn: ({ signal }) => apiGet('/api/login', {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Log in as a demo person. Every cached query of the previous person is removed. */
export function useDemoLogin() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (person: string) => apiSend('POST /login/demo', {}, { person }),
    onSuccess: () => queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.login[0] }),
  });
}

/** End the session and reload the page, so that no plan content stays in memory. */
export function useLogout() {
  return useMutation({
    mutationFn: () => apiSend('POST /logout', {}, undefined),
    onSuccess: () => window.location.assign('/logg-inn'),
  });
}
