import type { CommentView } from '../../domain/types';
import { momentInFull } from '../../i18n/spoken';
import { THEIRS } from '../../i18n/theirWords';
import { useTranslation } from '../../i18n/useTranslation';
import { authorName } from '../comments/threads/authorName';
import { gatherThreads } from '../comments/threads/threads';

interface PaperCommentsProps {
  /** null: they could not be fetched; undefined: nobody wanted them. */
  comments: readonly CommentView[] | null | undefined;
  me: string;
}

/** The conversations about a part that are not done, below its text. */
export function PaperComments({ comments, me }: PaperCommentsProps) {
  const { t } = useTranslation('print');
  if (comments === undefined) return null;
  if (comments === null) return <p>{t('commentsMissing')}</p>;
  const open = gatherThreads(comments).filter(({ resolved }) => !resolved);
  if (open.length === 0) return null;
  return (
    <section className="paper__comments">
      <h4 className="paper__heading">{t('comments')}</h4>
      {open.map((thread) => (
        <div className="paper__thread" key={thread.id}>
          {thread.quote && (
            <p className="paper__quote" {...THEIRS}>
              «{thread.quote}»
            </p>
          )}
          {[thread.opening, ...thread.replies].map((comment) => (
            <Said comment={comment} key={comment.id} me={me} />
          ))}
        </div>
      ))}
    </section>
  );
}

function Said({ comment, me }: { comment: CommentView; me: string }) {
  const { t, i18n } = useTranslation('comments');
  return (
    <p>
      <strong>{authorName(comment, me, t)}</strong>, {momentInFull(comment.created_at, i18n.language)}:{' '}
      {comment.removed_at ? t('removed') : comment.text}
    </p>
  );
}
