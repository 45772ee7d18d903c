import type { Decision } from '../../../domain/types';
import { momentInFull } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';

interface DecisionTextProps {
  decision: Decision;
  /** The words that were signed name something this reader could not know; the sentence is without them. */
  withheld?: boolean;
}

/** One signed decision: its number, time, sentence and purpose. */
export function DecisionText({ decision, withheld = false }: DecisionTextProps) {
  const { t, i18n } = useTranslation('consent');
  return (
    <>
      <p className="signing__number">
        {t('decisionNumber', { number: decision.number })}{' '}
        <time dateTime={decision.signed_at}>{momentInFull(decision.signed_at, i18n.language)}</time>
      </p>
      <p className="signing__sentence" lang={decision.language ?? undefined}>
        {decision.text}
      </p>
      {decision.basis === 'paper' && <p className="signing__effect">{t('paper.was')}</p>}
      {withheld && <p className="signing__effect">{t('withheld')}</p>}
      {decision.purpose && (
        <p className="signing__effect">{t('purposeWas', { purpose: decision.purpose })}</p>
      )}
    </>
  );
}
