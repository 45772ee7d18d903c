import { Button } from '@digdir/designsystemet-react';
import { type FocusEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { authorName } from '../threads/authorName';
import { CommentForm } from '../threads/CommentForm';
import { useDraft } from '../threads/drafts';
import { focusWithoutJump } from '../threads/focusWithoutJump';
import { Quote } from '../threads/Quote';
import type { Thread } from '../threads/threads';
import { useResolve, useSendComment } from '../threads/useComments';
import { CommentEntry } from './CommentEntry';
import type { Margin } from './useMargin';

interface ThreadCardProps {
  thread: Thread;
  margin: Margin;
  /** Announce an event to screen readers. */
  announce: (text: string) => void;
}

/** In an inactive thread, more replies than this are folded to the last one. */
const ANSWERS_UNFOLDED = 1;

/** The card of a thread: its quote, its comments and its actions. */
export function ThreadCard({ thread, margin, announce }: ThreadCardProps) {
  const { t } = useTranslation('comments');
  const active = margin.active === thread.id;
  const card = useRef<HTMLElement>(null);
  const focusTurn = margin.focusRequest?.thread === thread.id ? margin.focusRequest.turn : 0;
  useEffect(() => {
    if (focusTurn > 0 && card.current) focusWithoutJump(card.current);
  }, [focusTurn]);
  useEffect(() => {
    // After the layout has moved it; a card that is already in view does not scroll.
    if (active) requestAnimationFrame(() => card.current?.scrollIntoView({ block: 'nearest' }));
  }, [active]);

  // Pressing the mouse must not move the card away from under the pointer; the click makes it active.
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    if (event.target.matches(':focus-visible')) margin.setActive(thread.id);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: focus does for the keyboard what a click does for the pointer
    <article
      ref={card}
      tabIndex={-1}
      data-card={thread.id}
      className={active ? 'thread thread--active' : 'thread'}
      aria-label={t('threadBy', { name: authorName(thread.opening, '', t) })}
      onFocus={onFocus}
      onClick={() => margin.setActive(thread.id)}
    >
      {!thread.opening.removed_at && (
        <Quote
          quote={thread.quote}
          gone={thread.opening.quote_gone}
          match={margin.matches.get(thread.id)}
          onShow={() => margin.showWords(thread.id)}
        />
      )}
      <CommentEntry comment={thread.opening} thread={thread} margin={margin} announce={announce} />
      <Answers thread={thread} folded={!active} margin={margin} announce={announce} />
      {thread.resolved && thread.opening.resolved_at && <p className="thread__done">{t('isDone')}</p>}
      {margin.mayComment && <ThreadActions thread={thread} margin={margin} announce={announce} />}
    </article>
  );
}

function Answers({ thread, folded, margin, announce }: ThreadCardProps & { folded: boolean }) {
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
            <CommentEntry comment={reply} thread={thread} margin={margin} announce={announce} />
          </li>
        ))}
      </ol>
    </>
  );
}

function ThreadActions({ thread, margin, announce }: ThreadCardProps) {
  const { t } = useTranslation('comments');
  const [draft, setDraft] = useDraft(margin.draftKey(thread.id));
  const [focusTurn, setFocusTurn] = useState(0);
  const sending = useSendComment(margin.part.id, thread.id);
  if (!draft) {
    const reply = () => {
      setDraft({ text: '', quoted: null });
      setFocusTurn((turn) => turn + 1);
    };
    return <ThreadButtons thread={thread} margin={margin} announce={announce} onReply={reply} />;
  }
  return (
    <CommentForm
      draft={draft}
      onDraft={setDraft}
      sending={sending}
      sendLabel="send"
      label={t('yourAnswer')}
      focusTurn={focusTurn}
      onSent={() => {
        announce(t('answerSent'));
        margin.goTo(thread.id);
      }}
      onCancel={() => {
        setDraft(null);
        margin.goTo(thread.id);
      }}
    />
  );
}

function ThreadButtons({ thread, margin, announce, onReply }: ThreadCardProps & { onReply: () => void }) {
  const { t } = useTranslation('comments');
  const resolve = useResolve(margin.part.id);
  const bar = useRef<HTMLDivElement>(null);
  const toggle = () => {
    // The card disappears with its button, so the focus must be moved first.
    const title = bar.current?.closest('section, dialog')?.querySelector<HTMLElement>('[data-margin-title]');
    resolve
      .mutateAsync({ thread: thread.id, resolved: !thread.resolved })
      .then(() => {
        announce(t(thread.resolved ? 'reopened' : 'resolved'));
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
        {!thread.resolved && (
          <Button variant="tertiary" data-size="sm" onClick={onReply}>
            {t('reply')}
          </Button>
        )}
        <Button variant="tertiary" data-size="sm" aria-disabled={resolve.isPending} onClick={toggle}>
          {t(thread.resolved ? 'reopen' : 'done')}
        </Button>
      </div>
    </>
  );
}
