import { type ComponentType, lazy, Suspense, useState } from 'react';
import { createBrowserRouter, matchRoutes, type RouteObject, useParams } from 'react-router';
import { loadWords } from './i18n';
import { useTranslation } from './i18n/useTranslation';
import { LOGIN } from './paths';
import { afterFirstWords } from './state/firstWords';
import { loaded } from './state/renewal';
import { Loading } from './ui/Loading';
import { CrashPage } from './ui/problems/CrashPage';
import { NotFoundPage } from './ui/problems/NotFoundPage';
import { PageCrash } from './ui/problems/PageCrash';
import { RequireSession } from './ui/RequireSession';

/*
 * What shows pages is loaded for the address that needs it; vite.config.ts names the same modules, to begin earlier. Until
 * the first of them is there, the words of index.html stay.
 */
const LoginPage = later(async () => (await import('./features/login/LoginPage')).LoginPage);
const PlansPage = later(async () => (await import('./features/plans/PlansPage')).PlansPage);
const PlanLayout = later(async () => (await import('./features/frame/PlanLayout')).PlanLayout);
const PartsPage = later(async () => (await import('./features/frame/PartsPage')).PartsPage, Coming);
const FrontPage = later(async () => (await import('./features/overview/FrontPage')).FrontPage, Coming);
const PartPage = later(async () => (await import('./features/part/PartPage')).PartPage, Coming);
const Grants = later(async () => {
  const { GrantsPage } = await import('./features/consent/GrantsPage');
  return () => <GrantsPage planId={useParams().plan ?? ''} />;
}, Coming);
const Print = later(async () => (await import('./features/print/PrintPage')).PrintPage, Coming);

// A line that is lost later must not keep somebody from opening a part and being told so. The editor comes with the part.
afterFirstWords(() => void begin(PartPage));

const routes: RouteObject[] = [
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
];

export const router = createBrowserRouter(routes);

/** All scripts that this address needs, at once: rendering would ask for one after the other. Never rejects. */
export const firstScripts = Promise.all([
  ...(matchRoutes(routes, window.location) ?? []).map(({ route }) => begin(route.Component)),
  window.location.pathname !== LOGIN && loadWords('nb').catch(() => undefined),
]);

/** A page whose script is asked for when it is first rendered, or before by `begin`. */
function later(load: () => Promise<ComponentType>, Fallback: ComponentType = () => null): ComponentType {
  let there: ComponentType | undefined;
  const ask = async () => {
    there ??= await loaded(load);
    return { default: there };
  };
  const Page = lazy(ask);
  const Later = () => {
    // As it was when this was mounted: a page that is shown is not replaced by itself.
    const [There] = useState(() => there);
    if (There) return <There />;
    return (
      <Suspense fallback={<Fallback />}>
        <Page />
      </Suspense>
    );
  };
  return Object.assign(Later, { ask });
}

async function begin(page: ComponentType | null | undefined): Promise<void> {
  if (page && 'ask' in page) await (page.ask as () => Promise<unknown>)().catch(() => undefined);
}

function Coming() {
  const { t } = useTranslation('plan');
  return <Loading label={t('loading')} />;
}
