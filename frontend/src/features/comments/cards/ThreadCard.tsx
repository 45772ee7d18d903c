import { Button } from '@digdir/designsystemet-react';
import { type FocusEvent, type MouseEvent, memo, useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../../i18n/useTranslation';
import type { CardTools } from '../margin/useMargin';
import type { QuoteMatch } from '../quotes/anchor';
import { authorName } from '../threads/authorName';
import { useDraft } from '../threads/drafts';
import { spokenFor } from '../threads/spokenFor';
import type { Thread } from '../threads/threads';
import { useResolve, useSendComment } from '../threads/useComments';
import { CommentEntry } from './CommentEntry';
import { CommentForm } from './CommentForm';
import { focusWithoutJump, reveal } from './focusWithoutJump';
import { Quote } from './Quote';
import { useSeen } from './useSeen';

export interface CardProps {
  tools: CardTools;
  /** How well its quote was found; undefined for a thread on the whole part, or when it is not known yet. */
  kind: QuoteMatch['kind'] | undefined;
  active: boolean;
  /** Increases with each request to focus the card; 0 for none. */
  focusTurn: number;
}

interface ThreadProps {
  thread: Thread;
  tools: CardTools;
}

/** In an inactive thread, more replies than this are folded to the last one. */
const ANSWERS_UNFOLDED = 1;

/** The card of a thread: its quote, its comments and its actions, which come with the card into view. */
export const ThreadCard = memo(function ThreadCard({
  thread,
  tools,
  kind,
  active,
  focusTurn,
}: CardProps & ThreadProps) {
  const { t } = useTranslation('comments');
  const card = useRef<HTMLElement>(null);
  const whole = useSeen(card) || active;
  useEffect(() => {
    if (focusTurn > 0 && card.current) focusWithoutJump(card.current);
  }, [focusTurn]);

  // Pressing the mouse must not move the card away from under the pointer; the click makes it active.
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    if (event.target.matches(':focus-visible')) tools.setActive(thread.id);
  };
  const onClick = (event: MouseEvent) => {
    tools.setActive(thread.id);
    // A button does what it says; going to the words must not be overtaken by going to the card.
    const onButton = (event.target as Element).closest('button') !== null;
    if (!active && !onButton && card.current) reveal(card.current);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: focus does for the keyboard what a click does for the pointer
    <article
      ref={card}
      tabIndex={-1}
      data-card={thread.id}
      className={active ? 'thread thread--active' : 'thread'}
      aria-label={thread.gone ? t('removed') : t('threadBy', { name: authorName(thread.opening, '', t) })}
      onFocus={onFocus}
      onClick={onClick}
    >
      {!thread.opening.removed_at && (
        <Quote
          quote={thread.quote}
          gone={thread.opening.quote_gone}
          kind={kind}
          onShow={() => tools.showWords(thread.id)}
        />
      )}
      <CommentEntry comment={thread.opening} thread={thread} tools={tools} whole={whole} />
      <Answers thread={thread} folded={!active} tools={tools} whole={whole} />
      {thread.resolved && thread.opening.resolved_at && <p className="thread__done">{t('isDone')}</p>}
      <ThreadActions thread={thread} tools={tools} whole={whole} />
    </article>
  );
});

function Answers({ thread, folded, tools, whole }: ThreadProps & { folded: boolean; whole: boolean }) {
  const { t } = useTranslation('comments');
  const { replies } = thread;
  if (replies.length === 0) return null;
  const hidden = folded && replies.length > ANSWERS_UNFOLDED ? replies.length - 1 : 0;
  return (
    <>
      {hidden > 0 && <p className="thread__folded">{t('moreAnswers', { count: hidden })}</p>}
      <ol className="thread__answers" aria-label={t('answers')}>
        {replies.slice(hidden).map((reply) => (
          <li key={reply.id}>
            <CommentEntry comment={reply} thread={thread} tools={tools} whole={whole} />
          </li>
        ))}
      </ol>
    </>
  );
}

/** An answer that is being written stays, whatever becomes of the thread and of the right to answer. */
function ThreadActions({ thread, tools, whole }: ThreadProps & { whole: boolean }) {
  const { t } = useTranslation('comments');
  const [draft, setDraft] = useDraft(tools.draftKey(thread.id));
  const [focusTurn, setFocusTurn] = useState(0);
  const sending = useSendComment(tools.part.id, thread.gone ? null : thread.id);
  if (!draft) {
    if (!tools.mayComment || !whole || thread.gone) return null;
    const reply = () => {
      setDraft({ text: '', quoted: null });
      setFocusTurn((turn) => turn + 1);
    };
    return <ThreadButtons thread={thread} tools={tools} onReply={reply} />;
  }
  return (
    <CommentForm
      draft={draft}
      onDraft={setDraft}
      sending={sending}
      sendLabel="send"
      label={t('yourAnswer')}
      note={thread.gone ? t('answeredIsGone') : thread.resolved ? t('answeredIsDone') : null}
      mayComment={tools.mayComment}
      assisted={spokenFor(tools)}
      focusTurn={focusTurn}
      onSent={(id) => {
        tools.announce(t('answerSent'));
        tools.goTo(thread.gone ? id : thread.id);
      }}
      onCancel={() => {
        setDraft(null);
        tools.goTo(thread.id);
      }}
    />
  );
}

function ThreadButtons({ thread, tools, onReply }: ThreadProps & { onReply: () => void }) {
  const { t } = useTranslation('comments');
  const resolve = useResolve(tools.part.id);
  const bar = useRef<HTMLDivElement>(null);
  const toggle = () => {
    // The card disappears with its button, so the focus must be moved first.
    const title = bar.current?.closest('section, dialog')?.querySelector<HTMLElement>('[data-margin-title]');
    resolve
      .mutateAsync({ thread: thread.id, resolved: !thread.resolved })
      .then(() => {
        tools.announce(t(thread.resolved ? 'reopened' : 'resolved'));
        title?.focus({ preventScroll: true });
      })
      // The card shows the error.
      .catch(() => undefined);
  };
  return (
    <>
      {resolve.isError && (
        <p className="comment-form__error" role="alert">
          {t('failed.resolve')}
        </p>
      )}
      <div className="thread__actions" ref={bar}>
        <Button variant="tertiary" data-size="sm" onClick={onReply}>
          {t('reply')}
        </Button>
        <Button variant="tertiary" data-size="sm" aria-disabled={resolve.isPending} onClick={toggle}>
          {t(thread.resolved ? 'reopen' : 'done')}
        </Button>
      </div>
    </>
  );
}
