import { useState } from 'react';
import type { ReviewAnswer } from '../../../domain/openapi';
import type { Act } from '../own/useAct';

interface Reason {
  review: ReviewAnswer;
  reason: string;
  /** Then that it waits no more is their own doing. */
  sent: boolean;
}

/** Why something could not be done, while it is written: it outlives what it is about, that somebody else may answer. */
export function useReasons(reviews: readonly ReviewAnswer[], act: Act) {
  const [all, setAll] = useState<readonly Reason[]>([]);
  const others = (of: ReviewAnswer) => (each: Reason) => each.review.record !== of.record;
  const waits = ({ record }: ReviewAnswer) => reviews.some((each) => each.record === record);
  const drop = (of: ReviewAnswer) => setAll((now) => now.filter(others(of)));
  const put = (review: ReviewAnswer, reason: string, sent: boolean) =>
    setAll((now) => [...now.filter(others(review)), { review, reason, sent }]);
  const of = ({ record }: ReviewAnswer) => all.find(({ review }) => review.record === record)?.reason;
  const send = async (review: ReviewAnswer) => {
    const reason = of(review) ?? '';
    put(review, reason, true);
    if (await act('review-not-done', { review: review.record, reason })) drop(review);
    else put(review, reason, false);
  };
  return {
    of,
    drop,
    send,
    write: (review: ReviewAnswer, reason: string) => put(review, reason, false),
    overtaken: all.filter(({ review, reason, sent }) => reason.trim() && !sent && !waits(review)),
  };
}
