import type { ReactNode } from 'react';
import { standing } from '../../api';
import { Loading } from '../Loading';
import { ProblemStatement } from '../ProblemStatement';

interface Asked<T> {
  data: T | undefined;
  error: unknown;
  refetch: () => Promise<unknown>;
}

interface AnsweredProps<T> {
  of: Asked<T>;
  /** What is said until there is an answer. */
  loading: string;
  children: (answer: T) => ReactNode;
}

/**
 * What the server answered, or why there is nothing to show. What was answered once stays on the page while it is asked
 * for again, and where that fails: somebody may be writing in it, and a statement would take the focus from them.
 */
export function Answered<T>({ of: asked, loading, children }: AnsweredProps<T>) {
  const answer = standing(asked);
  if (answer !== undefined) return children(answer);
  if (asked.error) return <ProblemStatement error={asked.error} onRetry={() => void asked.refetch()} />;
  return <Loading label={loading} />;
}
