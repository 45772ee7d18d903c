import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { apiGetAll, keys } from '../../api';
import type { CommentView, PartView } from '../../domain/types';

interface OpenComments {
  /** null: the server did not answer. */
  of: ReadonlyMap<string, CommentView[] | null>;
  /** How many parts are still asked about. */
  left: number;
}

/** Requests of a person are counted: with hundreds of parts they are sent as the earlier ones are answered. */
const AT_ONCE = 6;

/** The comments on each of these parts, asked for as their pages do it. */
export function useOpenComments(parts: readonly PartView[]): OpenComments {
  const [answered, setAnswered] = useState(0);
  const answers = useQueries({
    queries: parts.map(({ id }, at) => ({
      queryKey: keys.comments(id),
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        try {
          return await apiGetAll('/api/parts/{part}/comments', { part: id }, signal);
        } finally {
          setAnswered((before) => before + 1);
        }
      },
      enabled: at < answered + AT_ONCE,
    })),
  });
  const of = new Map(parts.map(({ id }, at) => [id, answers[at]?.data ?? null]));
  return { of, left: answers.filter(({ isPending }) => isPending).length };
}
