import { type ComponentType, lazy, Suspense, useState } from 'react';
import { createBrowserRouter, matchRoutes, type RouteObject, useParams } from 'react-router';
import { loadWords } from './i18n';
import { useTranslation } from './i18n/useTranslation';
import { CHECK_PAPER, COORDINATED, LEADER, LOGIN, MESSAGES, SESSIONS } from './paths';
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
const SessionsPage = later(async () => (await import('./features/login/SessionsPage')).SessionsPage);
const PlanLayout = later(async () => (await import('./features/frame/PlanLayout')).PlanLayout);
const PartsPage = later(async () => (await import('./features/frame/PartsPage')).PartsPage, Coming);
const FrontPage = later(async () => (await import('./features/overview/FrontPage')).FrontPage, Coming);
const PartPage = later(async () => (await import('./features/part/PartPage')).PartPage, Coming);
const Grants = later(async () => {
  const { GrantsPage } = await import('./features/consent/GrantsPage');
  return () => <GrantsPage planId={useParams().plan ?? ''} />;
}, Coming);
const Papers = later(async () => {
  const { PaperPage } = await import('./features/consent/paper/PaperPage');
  return () => <PaperPage planId={useParams().plan ?? ''} />;
}, Coming);
const CheckPaper = later(
  async () => (await import('./features/consent/paper/CheckPaperPage')).CheckPaperPage,
  Coming,
);
const People = later(async () => {
  const { PeoplePage } = await import('./features/people/PeoplePage');
  return () => <PeoplePage planId={useParams().plan ?? ''} />;
}, Coming);
const Invitation = later(async () => {
  const { InvitationPage } = await import('./features/people/InvitationPage');
  return () => <InvitationPage code={useParams().code ?? ''} />;
}, Coming);
const Print = later(async () => (await import('./features/print/PrintPage')).PrintPage, Coming);

const Municipality = later(
  async () => (await import('./features/municipalities/SettingsPage')).SettingsPage,
  Coming,
);
const Report = later(async () => (await import('./features/cases/ReportPage')).ReportPage, Coming);
const ReportStatus = later(
  async () => (await import('./features/cases/ReportStatusPage')).ReportStatusPage,
  Coming,
);
const TypedReport = later(
  async () => (await import('./features/cases/TypedReportPage')).TypedReportPage,
  Coming,
);
const Desk = later(async () => {
  const [{ DeskPage }, { SentComplaints }] = await Promise.all([
    import('./features/cases/DeskPage'),
    import('./features/complaints/SentComplaints'),
  ]);
  return () => (
    <DeskPage>
      <SentComplaints />
    </DeskPage>
  );
}, Coming);
const Leaving = later(async () => (await import('./features/cases/LeavingPage')).LeavingPage, Coming);
const Coordinators = later(
  async () => (await import('./features/cases/CoordinatorsPage')).CoordinatorsPage,
  Coming,
);
const DeskCase = later(async () => {
  const [{ DeskCasePage }, { SentComplaints }] = await Promise.all([
    import('./features/cases/DeskCasePage'),
    import('./features/complaints/SentComplaints'),
  ]);
  return () => (
    <DeskCasePage>
      <SentComplaints />
    </DeskCasePage>
  );
}, Coming);
const CaseLetter = later(async () => (await import('./features/cases/letter/LetterPage')).LetterPage, Coming);
const Complaints = later(
  async () => (await import('./features/complaints/ComplaintsPage')).ComplaintsPage,
  Coming,
);
const Complaint = later(
  async () => (await import('./features/complaints/ComplaintPage')).ComplaintPage,
  Coming,
);
const ComplaintPrint = later(
  async () => (await import('./features/complaints/ComplaintPrintPage')).ComplaintPrintPage,
  Coming,
);
const UnitComplaint = later(
  async () => (await import('./features/complaints/UnitComplaintPage')).UnitComplaintPage,
  Coming,
);
const OwnCases = later(async () => (await import('./features/cases/OwnCasesPage')).OwnCasesPage, Coming);
const Coordinated = later(
  async () => (await import('./features/cases/CoordinatedPage')).CoordinatedPage,
  Coming,
);
const Leader = later(async () => (await import('./features/cases/LeaderPage')).LeaderPage, Coming);

const Messages = later(async () => (await import('./features/messages/MessagesPage')).MessagesPage, Coming);
const UnitOverview = later(
  async () => (await import('./features/statistics/OverviewPage')).OverviewPage,
  Coming,
);
const CountedCases = later(
  async () => (await import('./features/statistics/CountedCasesPage')).CountedCasesPage,
  Coming,
);
const YearReport = later(async () => (await import('./features/statistics/YearPage')).YearPage, Coming);

// A line that is lost later must not keep somebody from finding a part, opening it and being told so. The editor comes with
// the part.
afterFirstWords(() => void Promise.all([PartPage, PartsPage].map(begin)));

const routes: RouteObject[] = [
  { path: '/logg-inn', Component: LoginPage, ErrorBoundary: CrashPage },
  {
    path: '/meld',
    ErrorBoundary: CrashPage,
    children: [
      { index: true, Component: Report },
      { path: 'status', Component: ReportStatus },
      { path: ':municipality', Component: Report },
    ],
  },
  {
    Component: RequireSession,
    ErrorBoundary: CrashPage,
    children: [
      { path: '/', Component: PlansPage },
      { path: '/enhet/:municipality/innstillinger', Component: Municipality, ErrorBoundary: CrashPage },
      { path: '/sak', Component: OwnCases },
      { path: COORDINATED, Component: Coordinated },
      { path: LEADER, Component: Leader },
      { path: '/klage', Component: Complaints },
      { path: '/klage/:complaint', Component: Complaint },
      { path: '/klage/:complaint/skriv-ut', Component: ComplaintPrint },
      { path: '/enhet/:municipality/klage/:complaint', Component: UnitComplaint },
      { path: '/enhet/:municipality', Component: Desk },
      { path: '/enhet/:municipality/ny', Component: TypedReport },
      { path: '/enhet/:municipality/koordinatorer', Component: Coordinators },
      { path: '/enhet/:municipality/koordinatorer/:person/bytte', Component: Leaving },
      { path: '/enhet/:municipality/oversikt', Component: UnitOverview },
      { path: '/enhet/:municipality/oversikt/saker', Component: CountedCases },
      { path: '/enhet/:municipality/arsrapport', Component: YearReport },
      { path: '/enhet/:municipality/sak/:case', Component: DeskCase },
      { path: '/enhet/:municipality/sak/:case/brev', Component: CaseLetter },
      { path: MESSAGES, Component: Messages },
      { path: CHECK_PAPER, Component: CheckPaper },
      { path: '/invitasjon/:code', Component: Invitation },
      { path: SESSIONS, Component: SessionsPage },
      {
        path: '/plan/:plan',
        Component: PlanLayout,
        children: [
          { index: true, Component: FrontPage, ErrorBoundary: PageCrash },
          { path: 'deler', Component: PartsPage, ErrorBoundary: PageCrash },
          { path: 'del/:part', Component: PartPage, ErrorBoundary: PageCrash },
          { path: 'tilgang', Component: Grants, ErrorBoundary: PageCrash },
          { path: 'ark', Component: Papers, ErrorBoundary: PageCrash },
          { path: 'inviter', Component: People, ErrorBoundary: PageCrash },
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
  const { t } = useTranslation('common');
  return <Loading label={t('loadingPage')} />;
}
