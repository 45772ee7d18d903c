import { Button } from '@digdir/designsystemet-react';
import { Link } from 'react-router';
import { useTranslation } from '../../i18n/useTranslation';
import { SESSIONS } from '../../paths';
import { useAskedLogout } from '../LeaveDialog';
import { MessagesLink } from './MessagesLink';

/** Who is logged in, and the way out. */
export function SignedIn({ name }: { name: string }) {
  const { t } = useTranslation(['common', 'session']);
  const { logOut, busy, question } = useAskedLogout();
  return (
    <>
      <p className="simple-bar__who">{t(name ? 'signedInAs' : 'signedIn', { name })}</p>
      <Button asChild data-size="sm" variant="tertiary">
        <MessagesLink />
      </Button>
      <Button asChild data-size="sm" variant="tertiary">
        <Link to={SESSIONS}>{t('session:list.menu')}</Link>
      </Button>
      <Button data-size="sm" onClick={logOut} variant="tertiary">
        {t(busy ? 'loggingOut' : 'logOut')}
      </Button>
      {question}
    </>
  );
}
