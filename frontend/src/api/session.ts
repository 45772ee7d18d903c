import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { LoginChoices, OwnSessionAnswer, RoleChoice } from '../domain/openapi';
import { leavePage, sessionIsOver } from '../state/ending';
import { sessionClock } from '../state/session/sessionClock';
import { apiSend } from './http';
import { keys } from './keys';
import { QUERIES, useKnownMe } from './queries';

/** How often a page of logins looks whether a provider that was down is up again. */
const DOWN_MS = 10_000;

/** Ways to log in. `demo` is null unless this installation is a demo. */
export function useLoginWays(): UseQueryResult<LoginChoices> {
  return useQuery({
    ...QUERIES.login,
    refetchInterval: ({ state }) => ((state.data?.providers.every(({ up }) => up) ?? true) ? false : DOWN_MS),
  });
}

/** Written anew at each change; its value says nothing. The tab that writes it is not told. */
const CHANGED = 'samplan.session';

/** As start.js remembers that somebody is logged in: it then asks for their plan without waiting for who it is. */
const SIGNED_IN = 'samplan.signed-in';

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

/** End the session, and with it this page and those in other tabs; then the one at the identity provider, if any. */
export function useLogout() {
  return useLeaving(() => apiSend('POST /logout', {}, undefined, AbortSignal.timeout(ANSWER_MS)));
}

/** Whoever shares this machine must not be logged in again by the provider, unasked. */
function useLeaving(logOut: () => Promise<unknown>) {
  const provider = useKnownMe()?.provider;
  return useMutation({
    mutationFn: async () => {
      await leavePage(async () => {
        await logOut();
        // Else start.js, for whoever goes back at once, asks for a plan that is theirs no more.
        localStorage.removeItem(SIGNED_IN);
        tellOtherTabs();
      });
      if (provider) window.location.assign(`/login/${provider}/logout`);
    },
  });
}

/** Tell the server that the person is there. @throws Problem */
export async function renewSession(): Promise<void> {
  sessionClock.learn(await apiSend('POST /api/me/session', {}, undefined), Date.now());
}

/** End the session as if its time were over: unsaved words stay, and the login page leads back here. */
export function useLoginAgain() {
  return useMutation({
    mutationFn: async () => {
      await apiSend('POST /logout', {}, undefined, AbortSignal.timeout(ANSWER_MS));
      tellOtherTabs();
      sessionIsOver();
    },
  });
}

/** Go on in another role, under a session that is new. Unsaved words stay, and are shown again. */
export function useActAs() {
  return useMutation({
    mutationFn: (role: RoleChoice['role']) =>
      leavePage(async () => {
        await apiSend('POST /api/me/role', {}, { role }, AbortSignal.timeout(ANSWER_MS));
        tellOtherTabs();
      }, 'role'),
  });
}

/** Where this person is logged in, the newest first. */
export function useOwnSessions(): UseQueryResult<OwnSessionAnswer[]> {
  return useQuery(QUERIES.sessions);
}

/** End one of the person's other sessions. */
export function useEndSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (session: string) => apiSend('DELETE /api/sessions/{session}', { session }, undefined),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.sessions }),
  });
}

/** End all of the person's sessions, with this page and those everywhere else; then the one at the identity provider, if any. */
export function useLogoutEverywhere() {
  return useLeaving(async () => {
    await apiSend('DELETE /api/sessions', {}, undefined, AbortSignal.timeout(ANSWER_MS));
    // It takes the cookie, and what the browser has kept.
    await apiSend('POST /logout', {}, undefined, AbortSignal.timeout(ANSWER_MS)).catch(() => undefined);
  });
}
