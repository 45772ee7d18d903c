import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, Outlet, useLocation } from 'react-router';
import { isProblem, useMe } from '../api';
import { changeLocale } from '../i18n';
import { LOGIN } from '../paths';
import { Loading } from './Loading';
import { ProblemStatement } from './ProblemStatement';
import { SimplePage } from './SimplePage';

/** Layout route for pages that need a session; without one it redirects to the login page, which returns here. */
export function RequireSession() {
  const { t } = useTranslation('login');
  const { pathname } = useLocation();
  const me = useMe();
  const locale = me.data?.locale;
  useEffect(() => {
    if (locale) void changeLocale(locale);
  }, [locale]);

  if (me.data) return <Outlet />;
  if (isProblem(me.error, 'not-signed-in')) {
    return <Navigate replace to={`${LOGIN}?til=${encodeURIComponent(pathname)}`} />;
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
