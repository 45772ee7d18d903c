import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiGet, apiSend, keys } from '../../../api';
import type { CommentView } from '../../../domain/types';
import type { Quoted } from '../quotes/anchor';

/** The comments of one part, oldest first; `PlanSync` invalidates the query on the notice `comments-changed`. */
export function useComments(partId: string): UseQueryResult<CommentView[]> {
  return useQuery({
    queryKey: keys.comments(partId),
    queryFn: ({ signal }) => apiGet('/api/parts/{part}/comments', { part: partId }, signal),
  });
}

export interface NewComment {
  text: string;
  quoted: Quoted | null;
  replyTo: string | null;
}

/** Send a comment; resolves with the stored comment. */
export function useSendComment(partId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ text, quoted, replyTo }: NewComment) =>
      apiSend(
        'POST /api/parts/{part}/comments',
        { part: partId },
        {
          text,
          ...(quoted && { anchor: quoted.anchor, quote: quoted.quote }),
          ...(replyTo && { reply_to: replyTo }),
        },
      ),
    onSuccess: (sent) => {
      // Shown at once; the list is refetched afterwards.
      client.setQueryData<CommentView[]>(keys.comments(partId), (known) =>
        known && !known.some((comment) => comment.id === sent.id) ? [...known, sent] : known,
      );
      return client.invalidateQueries({ queryKey: keys.comments(partId) });
    },
  });
}

/** Resolve a thread, or reopen it. */
export function useResolve(partId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ thread, resolved }: { thread: string; resolved: boolean }) =>
      apiSend('POST /api/comments/{comment}/resolve', { comment: thread }, { resolved }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.comments(partId) }),
  });
}
