import { Button } from '@digdir/designsystemet-react';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommentView } from '../../../domain/types';
import { authorName } from '../threads/authorName';
import { CommentForm } from '../threads/CommentForm';
import { CommentText } from '../threads/CommentText';
import { useDraft } from '../threads/drafts';
import type { Thread } from '../threads/threads';
import { useEditComment, useRemoveComment } from '../threads/useComments';
import type { Margin } from './useMargin';

interface CommentEntryProps {
  comment: CommentView;
  thread: Thread;
  margin: Margin;
  announce: (text: string) => void;
}

/** One comment of a thread with what its reader may do with it; a removed one only says that it is. */
export function CommentEntry(props: CommentEntryProps) {
  const { comment, margin, announce } = props;
  const { t } = useTranslation('comments');
  const [draft, setDraft] = useDraft(margin.draftKey(`edit ${comment.id}`));
  const [focusTurn, setFocusTurn] = useState(0);
  const editing = useEditComment(margin.part.id, comment.id);
  if (comment.removed_at) return <p className="comment comment--removed">{t('removed')}</p>;
  if (!draft) {
    const edit = () => {
      setDraft({ text: comment.text, quoted: null, original: comment.text });
      setFocusTurn((turn) => turn + 1);
    };
    return (
      <>
        <CommentText comment={comment} me={margin.plan.me} />
        <CommentActions {...props} onEdit={edit} />
      </>
    );
  }
  const close = () => {
    setDraft(null);
    margin.goTo(props.thread.id);
  };
  return (
    <CommentForm
      draft={draft}
      onDraft={setDraft}
      sending={editing}
      sendLabel="save"
      label={t('yourComment')}
      focusTurn={focusTurn}
      onSent={() => {
        announce(t('savedNow'));
        close();
      }}
      onCancel={close}
    />
  );
}

/** The author edits, the author and the owner of the plan remove; the server decides in the end. */
function CommentActions(props: CommentEntryProps & { onEdit: () => void }) {
  const { comment, margin, onEdit } = props;
  const { t } = useTranslation('comments');
  const [asking, setAsking] = useState(false);
  const { me, participants } = margin.plan;
  const mine = comment.author.id === me;
  const owner = participants.some(({ id, role }) => id === me && role === 'owner');
  if (!margin.mayComment || !(mine || owner)) return null;
  if (asking) return <AskRemove {...props} onKeep={() => setAsking(false)} />;
  return (
    <div className="comment__actions">
      {mine && (
        <Button variant="tertiary" data-size="sm" aria-label={t('editYours')} onClick={onEdit}>
          {t('edit')}
        </Button>
      )}
      <Button
        variant="tertiary"
        data-size="sm"
        aria-label={t('removeBy', { name: authorName(comment, '', t) })}
        onClick={() => setAsking(true)}
      >
        {t('remove')}
      </Button>
    </div>
  );
}

/** Asked in the card itself, since what it is about must stay in sight. */
function AskRemove({
  comment,
  thread,
  margin,
  announce,
  onKeep,
}: CommentEntryProps & { onKeep: () => void }) {
  const { t } = useTranslation('comments');
  const removing = useRemoveComment(margin.part.id);
  const keep = useRef<HTMLButtonElement>(null);
  const question = useId();
  useEffect(() => keep.current?.focus({ preventScroll: true }), []);
  const remove = () => {
    if (removing.isPending) return;
    // The card may disappear with its button, so the focus must have somewhere to go.
    const title = keep.current?.closest('section, dialog')?.querySelector<HTMLElement>('[data-margin-title]');
    removing
      .mutateAsync(comment.id)
      .then(() => {
        announce(t('removed'));
        if (comment.id === thread.id && thread.replies.length === 0) title?.focus({ preventScroll: true });
        else margin.goTo(thread.id);
      })
      // The question shows the error.
      .catch(() => undefined);
  };
  return (
    <div className="comment__ask">
      <p id={question}>{t('askRemove')}</p>
      {removing.isError && (
        <p className="comment-form__error" role="alert">
          {t('failed.remove')}
        </p>
      )}
      <div className="comment-form__actions">
        <Button data-size="sm" data-color="danger" aria-disabled={removing.isPending} onClick={remove}>
          {t(removing.isPending ? 'removing' : 'remove')}
        </Button>
        <Button ref={keep} variant="tertiary" data-size="sm" aria-describedby={question} onClick={onKeep}>
          {t('keep')}
        </Button>
      </div>
    </div>
  );
}
