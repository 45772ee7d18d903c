import { Alert, Button, Dialog } from '@digdir/designsystemet-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { renewSession, useLoginAgain } from '../../api';
import { hourInNorway } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';
import type { EndWarning } from '../../state/session/sessionClock';
import { AtFoot } from '../edges/AtFoot';
import './session.css';

interface SessionWarningProps {
  warning: EndWarning;
  onRenewed: () => void;
}

/** Says that the session is about to end: to somebody who is away, or to everybody after a time. */
export function SessionWarning({ warning, onRenewed }: SessionWarningProps) {
  return warning.why === 'idle' ? (
    <StillThere ends={warning.ends} onRenewed={onRenewed} />
  ) : (
    <LoginSoon ends={warning.ends} />
  );
}

/** The button renews, however it comes to be pressed: also by somebody who types on without looking. */
function StillThere({ ends, onRenewed }: { ends: number; onRenewed: () => void }) {
  const { t } = useTranslation(['session', 'common']);
  const renew = useMutation({ mutationFn: renewSession, onSuccess: onRenewed });
  const stay = () => renew.mutate();
  return (
    <Dialog aria-labelledby="still-there" closeButton={false} onClose={stay} open>
      <div className="create-form">
        <h2 className="section-heading" id="still-there">
          {t('idle.title')}
        </h2>
        <p>{t('idle.text', { at: hourInNorway(ends) })}</p>
        {renew.isError && <Alert data-color="warning">{t('idle.failed')}</Alert>}
        <div className="create-form__actions">
          <Button autoFocus disabled={renew.isPending} onClick={stay}>
            {t('idle.stay')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** Beside what is being written: the focus stays where it is, so that no letter presses a button. */
function LoginSoon({ ends }: { ends: number }) {
  const { t } = useTranslation(['session', 'common']);
  const [put, setPut] = useState(false);
  const again = useLoginAgain();
  if (put) return null;
  return (
    <AtFoot>
      <Alert aria-label={t('expiry.title')} data-color="warning" role="group">
        <div className="login-soon__words">
          <p role="status">{t('expiry.text', { at: hourInNorway(ends) })}</p>
          <div className="login-soon__actions">
            <Button data-size="sm" disabled={again.isPending} onClick={() => again.mutate()}>
              {t('expiry.now')}
            </Button>
            <Button data-size="sm" onClick={() => setPut(true)} variant="tertiary">
              {t('expiry.later')}
            </Button>
          </div>
        </div>
      </Alert>
    </AtFoot>
  );
}
