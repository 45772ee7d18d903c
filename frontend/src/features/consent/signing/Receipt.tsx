import { Button } from '@digdir/designsystemet-react';
import type { Decision } from '../../../domain/types';
import { useTranslation } from '../../../i18n/useTranslation';
import { DecisionText } from '../grants/DecisionText';

/** The signed decisions, as the server stored them. */
export function Receipt({ receipt, onClose }: { receipt: readonly Decision[]; onClose: () => void }) {
  const { t } = useTranslation('consent');
  const withdrew = receipt.some(({ level }) => level === 'none');
  return (
    <>
      <p className="signing__lead">{t('receipt.holds')}</p>
      {withdrew && <p className="signing__note">{t('seenStays')}</p>}
      <ul className="signing__list">
        {receipt.map((decision) => (
          <li key={decision.number} className="signing__item">
            <DecisionText decision={decision} />
          </li>
        ))}
      </ul>
      <div className="signing__actions">
        <Button onClick={onClose}>{t('receipt.close')}</Button>
      </div>
    </>
  );
}
