import { Button, Dialog } from '@digdir/designsystemet-react';
import { type ReactNode, useState } from 'react';
import { useLogout } from '../api';
import { useTranslation } from '../i18n/useTranslation';
import { leavingLosesWords } from '../state/leaving';
import { unwritten } from '../state/unwritten';
import { type PlanConnection, usePlanConnection } from '../sync';

interface LeaveDialogProps {
  open: boolean;
  onStay: () => void;
  onLeave: () => void;
}

/** Asks before text is lost: unsaved edits are worth waiting for, refused text must be copied first. */
export function LeaveDialog({ open, onStay, onLeave }: LeaveDialogProps) {
  const { t } = useTranslation(['sync', 'common']);
  const words = whatWouldBeLost(usePlanConnection());
  return (
    <Dialog closeButton={t('common:close')} onClose={onStay} open={open}>
      <div className="create-form">
        <h2 className="section-heading">{t(`leave.${words}.title`)}</h2>
        <p>{t(`leave.${words}.text`)}</p>
        <div className="create-form__actions">
          <Button onClick={onStay}>{t('leave.stay')}</Button>
          <Button onClick={onLeave} variant="tertiary">
            {t('leave.go')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function whatWouldBeLost(connection: PlanConnection | null): 'unfinished' | 'unsaved' | 'refused' | 'unsent' {
  const { what } = unwritten.read();
  if (what === 'unfinished') return 'unfinished';
  if (what === 'typing' || connection?.hasUnsavedEdits) return 'unsaved';
  return connection?.holdsWords ? 'refused' : 'unsent';
}

/**
 * A function that logs out, and the dialogs that ask first when that would lose something written here, and that say
 * when it did not succeed: whoever walks away from a shared machine must know. `beforeDialog` is called before one opens.
 */
export function useAskedLogout(beforeDialog: () => void = () => undefined): AskedLogout {
  const logout = useLogout();
  const [asking, setAsking] = useState(false);
  const leave = () => {
    setAsking(false);
    logout.mutate(undefined, { onError: beforeDialog });
  };
  const logOut = () => {
    if (logout.isPending) return;
    if (!leavingLosesWords()) return leave();
    beforeDialog();
    setAsking(true);
  };
  const question = (
    <>
      <LeaveDialog onLeave={leave} onStay={() => setAsking(false)} open={asking} />
      <StillLoggedIn onAgain={leave} onStay={logout.reset} open={logout.isError} />
    </>
  );
  return { logOut, busy: logout.isPending, question };
}

interface AskedLogout {
  logOut: () => void;
  busy: boolean;
  question: ReactNode;
}

interface StillLoggedInProps {
  open: boolean;
  onAgain: () => void;
  onStay: () => void;
}

function StillLoggedIn({ open, onAgain, onStay }: StillLoggedInProps) {
  const { t } = useTranslation('common');
  return (
    <Dialog closeButton={t('close')} onClose={onStay} open={open}>
      <div className="create-form">
        <h2 className="section-heading">{t('stillLoggedIn.title')}</h2>
        <p>{t('stillLoggedIn.text')}</p>
        <div className="create-form__actions">
          <Button onClick={onAgain}>{t('tryAgain')}</Button>
          <Button onClick={onStay} variant="tertiary">
            {t('close')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
