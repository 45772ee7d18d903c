import { memo } from 'react';
import { useTranslation } from '../../../i18n/useTranslation';
import { NEW, useDraft } from '../threads/drafts';
import { spokenFor } from '../threads/spokenFor';
import { useSendComment } from '../threads/useComments';
import { CommentForm } from './CommentForm';
import { Quote } from './Quote';
import type { CardProps } from './ThreadCard';

/** The card of the new, unsent thread. */
export const NewThread = memo(function NewThread({ tools, kind, active, focusTurn }: CardProps) {
  const { t } = useTranslation('comments');
  const [draft, setDraft] = useDraft(tools.draftKey(NEW));
  const sending = useSendComment(tools.part.id, null);
  if (!draft) return null;
  return (
    <section
      data-card={NEW}
      className={active ? 'thread thread--active' : 'thread'}
      aria-label={t('newComment')}
      onFocus={() => tools.setActive(NEW)}
    >
      <Quote quote={draft.quoted?.quote ?? ''} kind={kind} onShow={() => tools.showWords(NEW)} />
      <CommentForm
        draft={draft}
        onDraft={setDraft}
        sending={sending}
        sendLabel="send"
        label={t('yourComment')}
        mayComment={tools.mayComment}
        assisted={spokenFor(tools)}
        focusTurn={focusTurn}
        onSent={(id) => {
          tools.announce(t('sent'));
          tools.goTo(id);
        }}
        onCancel={() => {
          setDraft(null);
          tools.backToText();
        }}
      />
    </section>
  );
});
