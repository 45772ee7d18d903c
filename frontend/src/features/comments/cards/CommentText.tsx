import type { CommentView } from '../../../domain/types';
import { momentInFull } from '../../../i18n/spoken';
import { THEIRS } from '../../../i18n/theirWords';
import { useTranslation } from '../../../i18n/useTranslation';
import { Dotted } from '../../../ui/marks/Dotted';
import { authorName } from '../threads/authorName';
import { When } from './When';

/** One comment: author, role, time and text. All authors look alike, the owner like a doctor. */
export function CommentText({ comment, me, whole }: { comment: CommentView; me: string; whole: boolean }) {
  const { t, i18n } = useTranslation('comments');
  const { author } = comment;
  return (
    <div className="comment">
      <p className="comment__who">
        <span className="comment__name">{authorName(comment, me, t)}</span>
        {author.role && <span className="comment__role">{t(`common:roles.${author.role}`)}</span>}
      </p>
      {comment.written_by && (
        <p className="comment__writer">{t('writtenBy', { name: comment.written_by.name })}</p>
      )}
      <p className="comment__when">
        <Dotted
          facts={[
            <When at={comment.created_at} key="when" whole={whole} />,
            comment.edited_at && (
              <span key="edited" title={whole ? momentInFull(comment.edited_at, i18n.language) : undefined}>
                {t('edited')}
              </span>
            ),
          ]}
        />
      </p>
      <p className="comment__text" {...THEIRS}>
        {comment.text}
      </p>
    </div>
  );
}
