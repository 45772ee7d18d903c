import { useEffect, useState } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import { isProblem, useMe } from '../api';
import { changeLocale, type Locale, speaks } from '../i18n';
import { useTranslation } from '../i18n/useTranslation';
import { loginFirstPath } from '../paths';
import { FootRegion } from './edges/AtFoot';
import { Loading } from './Loading';
import { ProblemStatement } from './ProblemStatement';
import { SimplePage } from './SimplePage';
import { SessionWatch } from './session/SessionWatch';

/** Layout route for pages that need a session; without one it redirects to the login page, which returns here. */
export function RequireSession() {
  const { t } = useTranslation(['login', 'common']);
  const { pathname } = useLocation();
  const me = useMe();
  const spoken = useSpoken(me.data?.locale);

  if (me.data && spoken) {
    return (
      <FootRegion label={t('common:notices')}>
        <Outlet />
        <SessionWatch />
      </FootRegion>
    );
  }
  if (isProblem(me.error, 'not-signed-in')) {
    return <Navigate replace to={loginFirstPath(pathname)} />;
  }
  return (
    <SimplePage>
      {me.isError ? (
        <ProblemStatement error={me.error} onRetry={() => void me.refetch()} />
      ) : (
        <Loading label={t('loading')} />
      )}
    </SimplePage>
  );
}

/** Whether the words for people who have logged in are there, in their language if they can be had in it. */
function useSpoken(locale: Locale | undefined): boolean {
  const [spoken, setSpoken] = useState<Locale | Error | undefined>(
    locale && speaks(locale) ? locale : undefined,
  );
  useEffect(() => {
    if (locale) changeLocale(locale).then(() => setSpoken(locale), setSpoken);
  }, [locale]);
  if (spoken instanceof Error) throw spoken;
  return spoken !== undefined;
}
