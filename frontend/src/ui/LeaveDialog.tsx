import { Button, Dialog } from '@digdir/designsystemet-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLogout } from '../api';
import { leavingLosesWords } from '../state/leaving';
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

function whatWouldBeLost(connection: PlanConnection | null): 'unsaved' | 'refused' | 'unsent' {
  if (connection?.hasUnsavedEdits) return 'unsaved';
  return connection?.holdsWords ? 'refused' : 'unsent';
}

/** A function that logs out, and the dialog that asks first when that would lose something written here. */
export function useAskedLogout(): { logOut: () => void; question: ReactNode } {
  const logout = useLogout();
  const [asking, setAsking] = useState(false);
  const logOut = () => {
    if (leavingLosesWords()) setAsking(true);
    else logout.mutate();
  };
  const question = (
    <LeaveDialog onLeave={() => logout.mutate()} onStay={() => setAsking(false)} open={asking} />
  );
  return { logOut, question };
}
