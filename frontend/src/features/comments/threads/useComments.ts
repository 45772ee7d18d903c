import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiGet, apiSend, keys } from '../../../api';
import type { CommentView } from '../../../domain/types';
import type { Quoted } from '../quotes/anchor';

/** The comments of one part, oldest first; `PlanSync` has them read again when the server says they changed. */
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

/** Send a comment; resolves with it as the server keeps it. */
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
      // Shown at once; the notice that follows reads the list again.
      client.setQueryData<CommentView[]>(keys.comments(partId), (known) =>
        known && !known.some((comment) => comment.id === sent.id) ? [...known, sent] : known,
      );
      return client.invalidateQueries({ queryKey: keys.comments(partId) });
    },
  });
}

/** Fold a thread away as done, or open it again. */
export function useResolve(partId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ thread, resolved }: { thread: string; resolved: boolean }) =>
      apiSend('POST /api/comments/{comment}/resolve', { comment: thread }, { resolved }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.comments(partId) }),
  });
}
