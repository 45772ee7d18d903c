import { Alert, Button, Field, Label, Textarea } from '@digdir/designsystemet-react';
import { useId } from 'react';
import type { ReviewAnswer } from '../../../domain/openapi';
import { dayAsSpoken } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { takesFocus } from '../../../ui/PageHeading';
import { useOwnWords } from '../own/ownWords';
import type { Act } from '../own/useAct';
import { useReasons } from './useReasons';

interface ReviewsProps {
  reviews: readonly ReviewAnswer[];
  may: readonly string[];
  act: Act;
  /** Inside a card with a heading of its own. */
  nested?: boolean;
}

/** What is to be gone through, each with its two answers, as long as it waits or somebody writes why not. */
export function Reviews({ reviews, may, act, nested = false }: ReviewsProps) {
  const { t } = useTranslation('cases');
  const heading = useId();
  const reasons = useReasons(reviews, act);
  if (reviews.length + reasons.overtaken.length === 0) return null;
  const Heading = nested ? 'h4' : 'h2';
  return (
    <section aria-labelledby={heading} className={nested ? 'case-work' : 'case-card'}>
      <Heading className="section-heading" id={heading}>
        {t('reviews.title')}
      </Heading>
      {reviews.map((review) => (
        <Review
          act={act}
          can={may.includes('review-done')}
          key={review.record}
          reasons={reasons}
          review={review}
        />
      ))}
      {reasons.overtaken.map(({ review, reason }) => (
        <Overtaken key={review.record} onClose={() => reasons.drop(review)} reason={reason} review={review} />
      ))}
    </section>
  );
}

function useWhat() {
  const { t, i18n } = useTranslation('cases');
  return ({ event, day }: ReviewAnswer) =>
    t('reviews.item', { event: t(`reviews.events.${event}`), day: dayAsSpoken(day, i18n.language) });
}

interface ReviewProps {
  review: ReviewAnswer;
  can: boolean;
  act: Act;
  reasons: ReturnType<typeof useReasons>;
}

function Review({ review, can, act, reasons }: ReviewProps) {
  const { t, i18n } = useTranslation('cases');
  const say = useOwnWords();
  const what = useWhat();
  const reason = reasons.of(review);
  return (
    <div className="own-act">
      <p>
        {what(review)}{' '}
        {say(review.days_late > 0 ? 'wasDue' : 'due', { day: dayAsSpoken(review.due, i18n.language) })}{' '}
        {review.days_late > 0 && <strong>{say('late', { count: review.days_late })}</strong>}
      </p>
      {can && reason === undefined && (
        <div className="report__acts">
          <Button onClick={() => void act('review-done', { review: review.record })} variant="secondary">
            {t('reviews.done')}
          </Button>
          <Button onClick={() => reasons.write(review, '')} variant="tertiary">
            {t('reviews.notDone')}
          </Button>
        </div>
      )}
      {reason !== undefined && (
        <Why
          onSend={() => reasons.send(review)}
          onUndo={() => reasons.drop(review)}
          onWrite={(words) => reasons.write(review, words)}
          reason={reason}
        />
      )}
    </div>
  );
}

interface WhyProps {
  reason: string;
  onWrite: (reason: string) => void;
  onSend: () => Promise<void>;
  onUndo: () => void;
}

function Why({ reason, onWrite, onSend, onUndo }: WhyProps) {
  const { t } = useTranslation('cases');
  const id = useId();
  return (
    <div ref={takesFocus} tabIndex={-1}>
      <Field>
        <Label htmlFor={id}>{t('reviews.why')}</Label>
        <Field.Description>{t('reviews.whyHelp')}</Field.Description>
        <Textarea id={id} maxLength={2000} onChange={(event) => onWrite(event.target.value)} value={reason} />
      </Field>
      <div className="report__acts">
        <Button aria-disabled={!reason.trim()} onClick={() => reason.trim() && void onSend()}>
          {t('reviews.send')}
        </Button>
        <Button onClick={onUndo} variant="tertiary">
          {t('reviews.undo')}
        </Button>
      </div>
    </div>
  );
}

/** Somebody else was first: what was written is still there to copy. */
function Overtaken({
  review,
  reason,
  onClose,
}: {
  review: ReviewAnswer;
  reason: string;
  onClose: () => void;
}) {
  const { t } = useTranslation('cases');
  const what = useWhat();
  const id = useId();
  return (
    <div className="own-act">
      <Alert data-color="warning" role="status">
        {what(review)} {t('reviews.overtaken')}
      </Alert>
      <Field>
        <Label htmlFor={id}>{t('reviews.written')}</Label>
        <Textarea id={id} readOnly value={reason} />
      </Field>
      <div className="report__acts">
        <Button onClick={onClose} variant="secondary">
          {t('reviews.close')}
        </Button>
      </div>
    </div>
  );
}
