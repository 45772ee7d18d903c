import { Alert, Button } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '../../../api';
import { DecisionText } from '../grants/DecisionText';
import { type Change, keyOf } from './changes';
import type { Outcome } from './signing';
import type { Names } from './useNames';

interface ReceiptProps {
  outcome: Outcome;
  names: Names;
  onClose: () => void;
  onAgain: () => void;
}

/** The text key of the reason why a signature was not taken. */
function reasonOf(error: unknown): string {
  const known = ['offline', 'forbidden', 'not-found', 'invalid', 'too-many-requests', 'not-signed-in'];
  return isProblem(error) && known.includes(error.type) ? `refused.${error.type}` : 'refused.other';
}

/** What is signed, as the server keeps it, and what is not. */
export function Receipt({ outcome, names, onClose, onAgain }: ReceiptProps) {
  const { t } = useTranslation('consent');
  const { signed, left, error } = outcome;
  const withdrew = signed.some(({ change }) => change.level === 'none');
  return (
    <>
      {left.length > 0 && (
        <Alert data-color="danger" role="alert" className="signing__alert">
          {signed.length > 0 && <p>{t('receipt.some', { count: signed.length, left: left.length })}</p>}
          <p>{t(reasonOf(error))}</p>
        </Alert>
      )}
      {signed.length > 0 && <p className="signing__lead">{t('receipt.holds')}</p>}
      {withdrew && <p className="signing__note">{t('seenStays')}</p>}
      <ul className="signing__list">
        {signed.map(({ decision }) => (
          <li key={decision.number} className="signing__item">
            <DecisionText decision={decision} />
          </li>
        ))}
      </ul>
      {left.length > 0 && <NotSigned left={left} names={names} />}
      <div className="signing__actions">
        {left.length > 0 && <Button onClick={onAgain}>{t('receipt.again')}</Button>}
        <Button variant={left.length > 0 ? 'tertiary' : 'primary'} onClick={onClose}>
          {t('receipt.close')}
        </Button>
      </div>
    </>
  );
}

function NotSigned({ left, names }: { left: Change[]; names: Names }) {
  const { t } = useTranslation('consent');
  return (
    <section className="signing__section" aria-label={t('receipt.left')}>
      <p className="signing__note">{t('receipt.left')}</p>
      <ul className="signing__list">
        {left.map((change) => (
          <li key={keyOf(change)} className="signing__item signing__item--left">
            <p className="signing__sentence">{names.sentence(change)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
