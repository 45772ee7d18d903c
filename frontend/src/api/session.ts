import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiGet, apiSend } from './http';
import { keys } from './keys';

export interface DemoPerson {
  key: string;
  name: string;
  role: string;
  organisation: string | null;
}

/** Ways to log in. `demo` is null unless this installation is a demo. */
export interface LoginWays {
  demo: DemoPerson[] | null;
  providers: string[];
  signed_in: boolean;
}

export function useLoginWays(): UseQueryResult<LoginWays> {
  return useQuery({
    queryKey: keys.login,
    queryFn: ({ signal }) => apiGet<LoginWays>('/api/login', signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Log in as a demo person; everything known about the person before is forgotten first. */
export function useDemoLogin() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (person: string) => apiSend('/login/demo', 'POST', { person }),
    onSuccess: () => queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.login[0] }),
  });
}

/** End the session. The page is loaded anew, so that nothing of it stays in this browser's memory. */
export function useLogout() {
  return useMutation({
    mutationFn: () => apiSend('/logout', 'POST'),
    onSuccess: () => window.location.assign('/logg-inn'),
  });
}
