import { useTranslation } from '../../../i18n/useTranslation';
import { type Change, lacksDate } from '../signing/changes';
import type { Names } from '../signing/useNames';
import type { Reading } from './useReading';

interface SentenceProps {
  change: Change;
  reading: Reading;
  names: Names;
  /** True when the sentence may be replaced while it is being read. */
  live?: boolean;
}

/** The sentence that signing a change stores; until it is loaded, the participant and subject of the change. */
export function Sentence({ change, reading, names, live = false }: SentenceProps) {
  const { t } = useTranslation('consent');
  const text = reading.sentence(change);
  const waiting = lacksDate(change) ? t('awaitsDate') : reading.error ? '' : t('composing');
  return (
    <p
      className={text === undefined ? 'signing__sentence signing__sentence--waiting' : 'signing__sentence'}
      lang={text === undefined ? undefined : reading.language}
      aria-live={live ? 'polite' : undefined}
      aria-busy={text === undefined && waiting !== ''}
    >
      {text ?? `${names.target(change)}. ${waiting}`}
    </p>
  );
}
