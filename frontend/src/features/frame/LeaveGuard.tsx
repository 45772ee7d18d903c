import { Button, Dialog } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';
import { planPath } from '../../paths';
import { usePlanConnection } from '../../sync';

interface LeaveDialogProps {
  open: boolean;
  onStay: () => void;
  onLeave: () => void;
}

/** Asks before text is lost: unsaved edits are worth waiting for, refused text must be copied first. */
export function LeaveDialog({ open, onStay, onLeave }: LeaveDialogProps) {
  const { t } = useTranslation(['sync', 'common']);
  const words = usePlanConnection()?.hasUnsavedEdits ? 'unsaved' : 'refused';
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

/** Blocks navigation out of the plan while there is unsaved or uncopied text: leaving closes the connection. */
export function LeaveGuard({ plan }: { plan: string }) {
  const connection = usePlanConnection();
  const inside = planPath(plan);
  const blocker = useBlocker(
    ({ nextLocation }) => Boolean(connection?.holdsWords) && !nextLocation.pathname.startsWith(inside),
  );
  if (blocker.state !== 'blocked') return null;
  return <LeaveDialog onLeave={() => blocker.proceed()} onStay={() => blocker.reset()} open />;
}
