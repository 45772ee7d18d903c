import { Button } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import { useKnownMe } from '../api';
import { Brand } from './Brand';
import { LanguageSwitch } from './LanguageSwitch';
import { useAskedLogout } from './LeaveDialog';

/** The bar of every page outside a plan: who is logged in, if that is known, and the way out. */
export function SimpleBar() {
  const me = useKnownMe();
  return (
    <header className="simple-bar">
      <div className="simple-bar__row">
        <Brand />
        <div className="simple-bar__actions">
          <LanguageSwitch />
          {me && <SignedIn name={me.name} />}
        </div>
      </div>
    </header>
  );
}

function SignedIn({ name }: { name: string }) {
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
