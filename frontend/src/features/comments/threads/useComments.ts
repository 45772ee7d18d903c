import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { apiGetAll, apiSend, isProblem, keys } from '../../../api';
import type { CommentView } from '../../../domain/types';
import type { Draft } from './drafts';
import { without } from './threads';

/** The comments of one part, oldest first; `PlanSync` invalidates the query on the notice `comments-changed`. */
export function useComments(partId: string): UseQueryResult<CommentView[]> {
  return useQuery({
    queryKey: keys.comments(partId),
    queryFn: ({ signal }) => apiGetAll('/api/parts/{part}/comments', { part: partId }, signal),
  });
}

/** The mutation that stores a draft; resolves with the stored comment. */
export type Sending = UseMutationResult<CommentView, unknown, Draft>;

/** Send a comment, or a reply. */
export function useSendComment(partId: string, replyTo: string | null): Sending {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ text, quoted, assisted = null }: Draft) =>
      apiSend(
        'POST /api/parts/{part}/comments',
        { part: partId },
        {
          text: text.trim(),
          ...(quoted && { anchor: quoted.anchor, quote: quoted.quote }),
          ...(replyTo && { reply_to: replyTo }),
        },
        undefined,
        assisted,
      ),
    onSuccess: (sent) => {
      // Shown at once; the list is refetched afterwards.
      client.setQueryData<CommentView[]>(keys.comments(partId), (known) =>
        known && !known.some((comment) => comment.id === sent.id) ? [...known, sent] : known,
      );
      // Not awaited: until it is answered the draft would stand beside the comment that it has become.
      void client.invalidateQueries({ queryKey: keys.comments(partId) });
    },
  });
}

/** Give one's own comment other words. */
export function useEditComment(partId: string, comment: string): Sending {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ text }: Draft) =>
      apiSend('PATCH /api/comments/{comment}', { comment }, { text: text.trim() }),
    onSuccess: (edited) => {
      // Shown at once; the list is refetched afterwards.
      client.setQueryData<CommentView[]>(keys.comments(partId), (known) =>
        known?.map((each) => (each.id === edited.id ? edited : each)),
      );
      void client.invalidateQueries({ queryKey: keys.comments(partId) });
    },
  });
}

/** Remove a comment; one that is gone already has been removed. */
export function useRemoveComment(partId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (comment: string) =>
      apiSend('DELETE /api/comments/{comment}', { comment }, undefined).catch((error: unknown) => {
        if (!isProblem(error, 'not-found')) throw error;
      }),
    onSuccess: (_, comment) => {
      client.setQueryData<CommentView[]>(keys.comments(partId), (known) => known && without(known, comment));
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
