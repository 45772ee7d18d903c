import { Alert, Button } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../sync';

const KNOWN = ['session-expired', 'schema-too-old'];

/** The connection has ended for good: why, what it means, and the one thing to do. */
export function ConnectionEnded() {
  const { t } = useTranslation('sync');
  const { phase, token } = useConnection();
  if (phase !== 'stopped') return null;
  const words = token && KNOWN.includes(token) ? token : 'other';
  const goOn = () => {
    const here = encodeURIComponent(window.location.pathname);
    if (words === 'session-expired') window.location.assign(`/logg-inn?utlopt&til=${here}`);
    else window.location.reload();
  };
  return (
    <Alert className="connection-ended" data-color="warning" role="alert">
      <h2 className="section-heading">{t(`stopped.${words}.title`)}</h2>
      <p>{t(`stopped.${words}.text`)}</p>
      <div className="statement__actions">
        <Button onClick={goOn}>{t(`stopped.${words}.action`)}</Button>
      </div>
    </Alert>
  );
}
