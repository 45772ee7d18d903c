import { QueryClient } from '@tanstack/react-query';
import { keys } from './keys';
import { Problem } from './problem';

const ATTEMPTS = 2;

/** The page's memory of answers. A refusal is an answer: only what did not answer, or failed, is asked again. */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // Requests are not held back when the browser believes to be offline: it says so too often when it is not.
        networkMode: 'always',
        retry: (failures, error) => failures < ATTEMPTS && !isRefusal(error),
      },
      mutations: { networkMode: 'always' },
    },
  });
}

/**
 * Nothing that was answered holds any more: ask for all of it again. Who one is comes first, since to somebody whose
 * session has ended nothing is answered.
 */
export async function askAnew(queries: QueryClient): Promise<void> {
  await queries.invalidateQueries({ queryKey: keys.me });
  if (queries.getQueryState(keys.me)?.status === 'success') await queries.invalidateQueries();
}

function isRefusal(error: unknown): boolean {
  return error instanceof Problem && error.status >= 400 && error.status < 500;
}
