import { Button } from '@digdir/designsystemet-react';
import { useId, useState } from 'react';
import type { ReviewAnswer } from '../../../domain/openapi';
import { dayAsSpoken } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { takesFocus } from '../../../ui/PageHeading';
import { useUnsent } from '../../../ui/unsent/unsent';
import { useOwnWords } from '../own/ownWords';
import type { Act } from '../own/useAct';
import { Words } from '../report/fields';

interface ReviewsProps {
  reviews: readonly ReviewAnswer[];
  may: readonly string[];
  act: Act;
  /** Inside a card with a heading of its own. */
  nested?: boolean;
}

/** What is to be gone through, each with its two answers. */
export function Reviews({ reviews, may, act, nested = false }: ReviewsProps) {
  const { t } = useTranslation('cases');
  const heading = useId();
  if (reviews.length === 0) return null;
  const Heading = nested ? 'h4' : 'h2';
  return (
    <section aria-labelledby={heading} className={nested ? 'case-work' : 'case-card'}>
      <Heading className="section-heading" id={heading}>
        {t('reviews.title')}
      </Heading>
      {reviews.map((review) => (
        <Review act={act} can={may.includes('review-done')} key={review.record} review={review} />
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
}

function Review({ review, can, act }: ReviewProps) {
  const { t, i18n } = useTranslation('cases');
  const say = useOwnWords();
  const what = useWhat();
  const [writes, write] = useState(false);
  return (
    <div className="own-act">
      <p>
        {what(review)}{' '}
        {say(review.days_late > 0 ? 'wasDue' : 'due', { day: dayAsSpoken(review.due, i18n.language) })}{' '}
        {review.days_late > 0 && <strong>{say('late', { count: review.days_late })}</strong>}
      </p>
      {can && !writes && (
        <div className="report__acts">
          <Button onClick={() => void act('review-done', { review: review.record })} variant="secondary">
            {t('reviews.done')}
          </Button>
          <Button onClick={() => write(true)} variant="tertiary">
            {t('reviews.notDone')}
          </Button>
        </div>
      )}
      {writes && (
        <Why
          about={what(review)}
          onClose={() => write(false)}
          onSend={(reason) => act('review-not-done', { review: review.record, reason })}
        />
      )}
    </div>
  );
}

interface WhyProps {
  about: string;
  /** Whether it was saved. */
  onSend: (reason: string) => Promise<boolean>;
  onClose: () => void;
}

function Why({ about, onSend, onClose }: WhyProps) {
  const { t } = useTranslation('cases');
  const [reason, setReason] = useState('');
  const unsent = useUnsent({ about, words: reason, answers: true });
  const send = async () => {
    if (await unsent.during(() => onSend(reason))) onClose();
  };
  const undo = () => {
    unsent.drop();
    onClose();
  };
  return (
    <div ref={takesFocus} tabIndex={-1}>
      <Words help={t('reviews.whyHelp')} label={t('reviews.why')} onType={setReason} value={reason} />
      <div className="report__acts">
        <Button aria-disabled={!reason.trim()} onClick={() => reason.trim() && void send()}>
          {t('reviews.send')}
        </Button>
        <Button onClick={undo} variant="tertiary">
          {t('reviews.undo')}
        </Button>
      </div>
    </div>
  );
}
