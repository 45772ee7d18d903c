import { useTranslation } from 'react-i18next';
import { momentInFull } from '../../../domain/dates';
import { relativeTime } from './timeText';
import { useNow } from './useNow';

/** A time: relative, and, where `whole`, exact while the comment is hovered or focused. */
export function When({ at, whole }: { at: string; whole: boolean }) {
  const { t, i18n } = useTranslation('comments');
  const now = useNow();
  // A format of the language is made for each: 180 ms of a page with 200 comments.
  const exact = whole ? momentInFull(at, i18n.language) : undefined;
  return (
    <time className="when" dateTime={at} title={exact}>
      <span className="when__short">{relativeTime(at, now, i18n.language) ?? t('justNow')}</span>
      {exact && <span className="when__exact">{exact}</span>}
    </time>
  );
}
