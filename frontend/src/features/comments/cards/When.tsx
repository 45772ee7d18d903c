import { momentInFull, timeAgo } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { useNow } from './useNow';

/** A time: how long ago, and, where `whole`, exact while the comment is hovered or focused. */
export function When({ at, whole }: { at: string; whole: boolean }) {
  const { t, i18n } = useTranslation('comments');
  const now = useNow();
  const exact = whole ? momentInFull(at, i18n.language) : undefined;
  return (
    <time className="when" dateTime={at} title={exact}>
      <span className="when__short">{timeAgo(at, now, i18n.language) ?? t('justNow')}</span>
      {exact && <span className="when__exact">{exact}</span>}
    </time>
  );
}
