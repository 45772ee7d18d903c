import { Alert, Button } from '@digdir/designsystemet-react';
import { isProblem } from '../../../api';
import { useTranslation } from '../../../i18n/useTranslation';
import type { Reading } from '../reading/useReading';

const REASONS = [
  'text-changed',
  'offline',
  'forbidden',
  'not-found',
  'invalid',
  'too-many-requests',
  'limit-reached',
  'not-signed-in',
];

/** The text key of the reason for a refusal. */
function reasonOf(error: unknown): string {
  return isProblem(error) && REASONS.includes(error.type) ? `refused.${error.type}` : 'refused.other';
}

/** Why nothing was signed. Without a response it may have been signed all the same: then only the reason is shown. */
export function SigningRefused({ error }: { error: unknown }) {
  const { t } = useTranslation('consent');
  const answered = isProblem(error) && error.status >= 400 && error.status < 500;
  return (
    <Alert data-color="danger" role="alert" className="signing__alert">
      <p>
        {t(reasonOf(error))} {answered && t('nothingSigned')}
      </p>
    </Alert>
  );
}

/** Shown when there are no sentences to read, and so none to sign. */
export function ReadingFailed({ reading }: { reading: Pick<Reading, 'error' | 'retry'> }) {
  const { t } = useTranslation('consent');
  return (
    <Alert data-color="warning" role="alert" className="signing__alert">
      <p>{t('unread')}</p>
      <p>{t(reasonOf(reading.error))}</p>
      <Button type="button" variant="secondary" data-size="sm" onClick={reading.retry}>
        {t('retry')}
      </Button>
    </Alert>
  );
}
