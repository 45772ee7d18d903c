import { Button, Field, Label, Textarea } from '@digdir/designsystemet-react';
import { useId, useState } from 'react';
import type { ReviewAnswer } from '../../../domain/openapi';
import { dayAsSpoken } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { takesFocus } from '../../../ui/PageHeading';
import { useOwnWords } from '../own/ownWords';
import type { Act } from '../own/useAct';
import { TellReview } from './TellReview';

interface ReviewsProps {
  reviews: readonly ReviewAnswer[];
  may: readonly string[];
  act: Act;
  /** Inside a card with a heading of its own. */
  nested?: boolean;
}

/** What is to be gone through, each with its two answers; and that something else has changed, alone where nothing waits. */
export function Reviews({ reviews, may, act, nested = false }: ReviewsProps) {
  const { t } = useTranslation('cases');
  const heading = useId();
  const tell = may.includes('review-opened') && <TellReview act={act} />;
  if (reviews.length === 0) return tell;
  const Heading = nested ? 'h4' : 'h2';
  return (
    <section aria-labelledby={heading} className={nested ? 'case-work' : 'case-card'}>
      <Heading className="section-heading" id={heading}>
        {t('reviews.title')}
      </Heading>
      {reviews.map((review) => (
        <Review act={act} can={may.includes('review-done')} key={review.record} review={review} />
      ))}
      {tell}
    </section>
  );
}

function Review({ review, can, act }: { review: ReviewAnswer; can: boolean; act: Act }) {
  const { t, i18n } = useTranslation('cases');
  const say = useOwnWords();
  const [asks, ask] = useState(false);
  const day = (value: string) => dayAsSpoken(value, i18n.language);
  const said = { review: review.record };
  return (
    <div className="own-act">
      <p>
        {t('reviews.item', { event: t(`reviews.events.${review.event}`), day: day(review.day) })}{' '}
        {say(review.days_late > 0 ? 'wasDue' : 'due', { day: day(review.due) })}{' '}
        {review.days_late > 0 && <strong>{say('late', { count: review.days_late })}</strong>}
      </p>
      {can && !asks && (
        <div className="report__acts">
          <Button onClick={() => void act('review-done', said)} variant="secondary">
            {t('reviews.done')}
          </Button>
          <Button onClick={() => ask(true)} variant="tertiary">
            {t('reviews.notDone')}
          </Button>
        </div>
      )}
      {asks && (
        <Why onSend={(reason) => act('review-not-done', { ...said, reason })} onUndo={() => ask(false)} />
      )}
    </div>
  );
}

function Why({ onSend, onUndo }: { onSend: (reason: string) => Promise<void>; onUndo: () => void }) {
  const { t } = useTranslation('cases');
  const id = useId();
  const [reason, setReason] = useState('');
  return (
    <div ref={takesFocus} tabIndex={-1}>
      <Field>
        <Label htmlFor={id}>{t('reviews.why')}</Label>
        <Textarea
          id={id}
          maxLength={2000}
          onChange={(event) => setReason(event.target.value)}
          value={reason}
        />
      </Field>
      <div className="report__acts">
        <Button aria-disabled={!reason.trim()} onClick={() => reason.trim() && void onSend(reason)}>
          {t('reviews.send')}
        </Button>
        <Button onClick={onUndo} variant="tertiary">
          {t('reviews.undo')}
        </Button>
      </div>
    </div>
  );
}
