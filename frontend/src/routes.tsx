import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { createBrowserRouter, useParams } from 'react-router';
import { PartsPage } from './features/frame/PartsPage';
import { PlanLayout } from './features/frame/PlanLayout';
import { LoginPage } from './features/login/LoginPage';
import { FrontPage } from './features/overview/FrontPage';
import { PartPage } from './features/part/PartPage';
import { PlansPage } from './features/plans/PlansPage';
import { loaded } from './state/renewal';
import { Loading } from './ui/Loading';
import { CrashPage } from './ui/problems/CrashPage';
import { NotFoundPage } from './ui/problems/NotFoundPage';
import { PageCrash } from './ui/problems/PageCrash';
import { RequireSession } from './ui/RequireSession';

const GrantsPage = lazy(() =>
  loaded(() => import('./features/consent/GrantsPage')).then((module) => ({ default: module.GrantsPage })),
);

const PrintPage = lazy(() =>
  loaded(() => import('./features/print/PrintPage')).then((module) => ({ default: module.PrintPage })),
);

function Print() {
  const { t } = useTranslation('plan');
  return (
    <Suspense fallback={<Loading label={t('loading')} />}>
      <PrintPage />
    </Suspense>
  );
}

function Grants() {
  const { t } = useTranslation('plan');
  const { plan = '' } = useParams();
  return (
    <Suspense fallback={<Loading label={t('loading')} />}>
      <GrantsPage planId={plan} />
    </Suspense>
  );
}

export const router = createBrowserRouter([
  { path: '/logg-inn', Component: LoginPage, ErrorBoundary: CrashPage },
  {
    Component: RequireSession,
    ErrorBoundary: CrashPage,
    children: [
      { path: '/', Component: PlansPage },
      {
        path: '/plan/:plan',
        Component: PlanLayout,
        children: [
          { index: true, Component: FrontPage, ErrorBoundary: PageCrash },
          { path: 'deler', Component: PartsPage, ErrorBoundary: PageCrash },
          { path: 'del/:part', Component: PartPage, ErrorBoundary: PageCrash },
          { path: 'tilgang', Component: Grants, ErrorBoundary: PageCrash },
          { path: 'skriv-ut', Component: Print, ErrorBoundary: PageCrash },
        ],
      },
    ],
  },
  { path: '*', Component: NotFoundPage },
]);
