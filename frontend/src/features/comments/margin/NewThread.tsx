import { useTranslation } from 'react-i18next';
import { CommentForm } from '../threads/CommentForm';
import { Quote } from '../threads/Quote';
import { useSendComment } from '../threads/useComments';
import { type Margin, NEW } from './useMargin';

/** The card of the new, unsent thread. */
export function NewThread({ margin, announce }: { margin: Margin; announce: (text: string) => void }) {
  const { t } = useTranslation('comments');
  const { draft, setDraft } = margin;
  const sending = useSendComment(margin.part.id, null);
  if (!draft) return null;
  return (
    <section
      data-card={NEW}
      className={margin.active === NEW ? 'thread thread--active' : 'thread'}
      aria-label={t('newComment')}
      onFocus={() => margin.setActive(NEW)}
    >
      <Quote
        quote={draft.quoted?.quote ?? ''}
        match={margin.matches.get(NEW)}
        onShow={() => margin.showWords(NEW)}
      />
      <CommentForm
        draft={draft}
        onDraft={setDraft}
        sending={sending}
        sendLabel="send"
        label={t('yourComment')}
        focusTurn={margin.focusRequest?.thread === NEW ? margin.focusRequest.turn : 0}
        onSent={(id) => {
          announce(t('sent'));
          margin.goTo(id);
        }}
        onCancel={() => {
          setDraft(null);
          margin.setActive(null);
          margin.editor?.commands.focus(null, { scrollIntoView: false });
        }}
      />
    </section>
  );
}
