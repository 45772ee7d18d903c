import { Button } from '@digdir/designsystemet-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { CommentView } from '../../../domain/types';
import { useTranslation } from '../../../i18n/useTranslation';
import type { CardTools } from '../margin/useMargin';
import { authorName } from '../threads/authorName';
import { editing, useDraft } from '../threads/drafts';
import type { Thread } from '../threads/threads';
import { useEditComment, useRemoveComment, useSendComment } from '../threads/useComments';
import { CommentForm } from './CommentForm';
import { CommentText } from './CommentText';

interface CommentEntryProps {
  comment: CommentView;
  thread: Thread;
  tools: CardTools;
  /** With what can be done, and not only what can be read. */
  whole: boolean;
}

/** One comment of a thread with what its reader may do with it; a removed one only says that it is. */
export function CommentEntry(props: CommentEntryProps) {
  const { comment, tools, whole } = props;
  const { t } = useTranslation('comments');
  const [draft, setDraft] = useDraft(tools.draftKey(editing(comment.id)));
  const [focusTurn, setFocusTurn] = useState(0);
  if (draft) return <EditForm {...props} focusTurn={focusTurn} />;
  if (comment.removed_at) return <p className="comment comment--removed">{t('removed')}</p>;
  const edit = () => {
    setDraft({ text: comment.text, quoted: null, original: comment.text });
    setFocusTurn((turn) => turn + 1);
  };
  return (
    <>
      <CommentText comment={comment} me={tools.plan.me} whole={whole} />
      {whole && <CommentActions {...props} onEdit={edit} />}
    </>
  );
}

/** New words for one's own comment. If it is removed meanwhile they can still be sent, as a comment of their own. */
function EditForm({ comment, thread, tools, focusTurn }: CommentEntryProps & { focusTurn: number }) {
  const { t } = useTranslation('comments');
  const [draft, setDraft] = useDraft(tools.draftKey(editing(comment.id)));
  const removed = comment.removed_at !== null;
  const edited = useEditComment(tools.part.id, comment.id);
  const sent = useSendComment(tools.part.id, thread.gone ? null : thread.id);
  if (!draft) return null;
  const close = (id: string) => {
    setDraft(null);
    tools.goTo(id);
  };
  return (
    <CommentForm
      draft={draft}
      onDraft={setDraft}
      sending={removed ? sent : edited}
      sendLabel={removed ? 'send' : 'save'}
      label={t('yourComment')}
      note={removed ? t('editedIsGone') : null}
      mayComment={tools.mayComment}
      focusTurn={focusTurn}
      onSent={(id) => {
        tools.announce(t(removed ? 'sent' : 'savedNow'));
        close(thread.gone ? id : thread.id);
      }}
      onCancel={() => close(thread.id)}
    />
  );
}

/** The author edits, the author and the owner of the plan remove; the server decides in the end. */
function CommentActions(props: CommentEntryProps & { onEdit: () => void }) {
  const { comment, tools, onEdit } = props;
  const { t } = useTranslation('comments');
  const [asking, setAsking] = useState(false);
  const { me, participants } = tools.plan;
  const mine = comment.author.id === me;
  const owner = participants.some(({ id, role }) => id === me && role === 'owner');
  if (!tools.mayComment || !(mine || owner)) return null;
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
function AskRemove({ comment, thread, tools, onKeep }: CommentEntryProps & { onKeep: () => void }) {
  const { t } = useTranslation('comments');
  const removing = useRemoveComment(tools.part.id);
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
        tools.announce(t('removed'));
        if (comment.id === thread.id && thread.replies.length === 0) title?.focus({ preventScroll: true });
        else tools.goTo(thread.id);
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
