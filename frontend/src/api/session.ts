import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { LoginChoices } from '../domain/openapi';
import { leavePage } from '../state/ending';
import { apiSend } from './http';
import { keys } from './keys';
import { QUERIES } from './queries';

/** Ways to log in. `demo` is null unless this installation is a demo. */
export function useLoginWays(): UseQueryResult<LoginChoices> {
  return useQuery(QUERIES.login);
}

/** Written anew at each change; its value says nothing. The tab that writes it is not told. */
const CHANGED = 'samplan.session';

/** Call `changed` when somebody logs in or out in another tab of this browser. */
export function onSessionChange(changed: () => void): void {
  window.addEventListener('storage', ({ key }) => key === CHANGED && changed());
}

function tellOtherTabs(): void {
  localStorage.setItem(CHANGED, crypto.randomUUID());
}

/** Log in as a demo person. Every cached query of the previous person is removed. */
export function useDemoLogin() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (person: string) => apiSend('POST /login/demo', {}, { person }),
    onSuccess: () => {
      tellOtherTabs();
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.login[0] });
    },
  });
}

/** Whoever logs out waits for the answer, and is told when there is none. */
const ANSWER_MS = 10_000;

/** End the session, and with it this page and those in other tabs. */
export function useLogout() {
  return useMutation({
    mutationFn: () =>
      leavePage(async () => {
        await apiSend('POST /logout', {}, undefined, AbortSignal.timeout(ANSWER_MS));
        tellOtherTabs();
      }),
  });
}
