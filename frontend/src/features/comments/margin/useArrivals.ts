import { useEffect, useRef } from 'react';
import type { CommentView, PartView, PlanView } from '../../../domain/types';
import { useTranslation } from '../../../i18n/useTranslation';
import { authorName } from '../threads/authorName';
import { useComments } from '../threads/useComments';

/** Others' comments in `now` that were not in `before`. */
export function arrivedSince(
  before: readonly CommentView[],
  now: readonly CommentView[],
  me: string,
): CommentView[] {
  const known = new Set(before.map(({ id }) => id));
  return now.filter(({ id, author, removed_at }) => !known.has(id) && author.id !== me && !removed_at);
}

/** Say politely that a comment of somebody else has come while the part is open. */
export function useArrivals({ me }: PlanView, { id }: PartView, announce: (text: string) => void): void {
  const { t } = useTranslation('comments');
  const { data } = useComments(id);
  const last = useRef<readonly CommentView[] | undefined>(undefined);
  useEffect(() => {
    const arrived = last.current && data ? arrivedSince(last.current, data, me) : [];
    last.current = data;
    const [first] = arrived;
    if (!first) return;
    const kind = first.reply_to === null ? 'arrived.comment' : 'arrived.answer';
    announce(
      arrived.length === 1
        ? t(kind, { name: authorName(first, me, t) })
        : t('arrived.several', { count: arrived.length }),
    );
  }, [data, me, announce, t]);
}
