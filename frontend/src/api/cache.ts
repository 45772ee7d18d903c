import { QueryClient } from '@tanstack/react-query';
import { keys } from './keys';
import { Problem } from './problem';

const ATTEMPTS = 2;

/** The cache of server responses. A refusal (4xx) is an answer: only network and server errors are retried. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // What is not on the screen is not kept: rights to it may end without anybody here being told.
        gcTime: 0,
        // Requests are sent even when the browser reports that it is offline: too often it reports that wrongly.
        networkMode: 'always',
        retry: (failures, error) => failures < ATTEMPTS && !isRefusal(error),
      },
      mutations: { networkMode: 'always', gcTime: 0 },
    },
  });
}

/**
 * Of a text that is read and then sent back as it was read: it stays until it is asked for again by name, whatever is
 * invalidated meanwhile. The server refuses what has changed.
 */
export const AS_READ = { staleTime: 'static', gcTime: 0 } as const;

/** Ask again for the texts under `queryKey` that are on the screen, after one of them was refused. */
export function readAgain(queries: QueryClient, queryKey: readonly unknown[]): Promise<unknown> {
  const shown = queries.getQueryCache().findAll({ queryKey, type: 'active' });
  return Promise.allSettled(shown.filter((query) => query.isStatic()).map((query) => query.fetch()));
}

/**
 * Invalidate every query, for instance after a restore. The session is checked first: without one every other request
 * would be refused.
 */
export async function refetchAll(queries: QueryClient): Promise<void> {
  await queries.invalidateQueries({ queryKey: keys.me });
  if (queries.getQueryState(keys.me)?.status === 'success') await queries.invalidateQueries();
}

function isRefusal(error: unknown): boolean {
  return error instanceof Problem && error.status >= 400 && error.status < 500;
}
