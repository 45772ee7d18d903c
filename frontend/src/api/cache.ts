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
