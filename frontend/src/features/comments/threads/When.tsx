import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { momentInFull } from '../../../domain/dates';
import { relativeTime } from './timeText';

/** The current time in milliseconds, updated every minute. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** A time: relative, and exact while the comment is hovered or focused. */
export function When({ at }: { at: string }) {
  const { t, i18n } = useTranslation('comments');
  const now = useNow();
  const exact = momentInFull(at, i18n.language);
  return (
    <time className="when" dateTime={at} title={exact}>
      <span className="when__short">{relativeTime(at, now, i18n.language) ?? t('justNow')}</span>
      <span className="when__exact">{exact}</span>
    </time>
  );
}
