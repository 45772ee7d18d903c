import { Button } from '@digdir/designsystemet-react';
import { useTranslation } from '../../i18n/useTranslation';
import { useAskedLogout } from '../LeaveDialog';

/** Who is logged in, and the way out. */
export function SignedIn({ name }: { name: string }) {
  const { t } = useTranslation('common');
  const { logOut, busy, question } = useAskedLogout();
  return (
    <>
      <p className="simple-bar__who">{t('signedInAs', { name })}</p>
      <Button data-size="sm" onClick={logOut} variant="tertiary">
        {t(busy ? 'loggingOut' : 'logOut')}
      </Button>
      {question}
    </>
  );
}
