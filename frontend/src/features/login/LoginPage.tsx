import { Alert } from '@digdir/designsystemet-react';
import { ChevronRightIcon } from '@navikt/aksel-icons';
import { Fragment, useEffect } from 'react';
import { Link, Navigate, useNavigate, useSearchParams } from 'react-router';
import { useDemoLogin, useLoginWays } from '../../api';
import { initialsOf, withPlace } from '../../domain/people';
import type { DemoPerson } from '../../domain/types';
import type { TFunction } from '../../i18n/translate';
import { useTranslation } from '../../i18n/useTranslation';
import { INFORMATION, INVITATION, REPORT } from '../../paths';
import { leavingLosesWords } from '../../state/leaving';
import { Loading } from '../../ui/Loading';
import { PersonMark } from '../../ui/marks/PersonMark';
import { focusPageHeading, PageHeading } from '../../ui/PageHeading';
import { ProblemStatement } from '../../ui/ProblemStatement';
import { SimplePage } from '../../ui/SimplePage';
import { Failed } from './Failed';
import { Providers } from './Providers';
import './login.css';

export function LoginPage() {
  const { t } = useTranslation('login');
  const ways = useLoginWays();
  const [search] = useSearchParams();
  const ended = search.has('utlopt');
  if (ended && ways.data?.signed_in) return <Navigate replace to={safeReturnPath(search.get('til'))} />;
  if (ways.isError)
    return (
      <SimplePage>
        <ProblemStatement error={ways.error} onRetry={() => void ways.refetch()} />
      </SimplePage>
    );
  return (
    <SimplePage>
      <div className="login">
        <div className="login__intro">
          {ended ? <LoggedOut /> : <Welcome />}
          <Failed providers={ways.data?.providers ?? []} />
        </div>
        {ways.isPending && <Loading label={t('loading')} />}
        {ways.data && ways.data.providers.length > 0 && (
          <Providers backTo={safeReturnPath(search.get('til'))} providers={ways.data.providers} />
        )}
        {ways.data?.demo && <DemoPersons persons={ways.data.demo} />}
        {ways.data && !ways.data.demo && ways.data.providers.length === 0 && <p>{t('none')}</p>}
        <WithoutLogin />
        <About />
      </div>
    </SimplePage>
  );
}

/** What needs no login: the information page is of the server alone. */
function WithoutLogin() {
  const { t } = useTranslation('login');
  return (
    <ul className="plain-list login__open">
      <li>
        <Link className="ds-link" to={REPORT}>
          {t('report')}
        </Link>
      </li>
      <li>
        <a className="ds-link" href={INFORMATION}>
          {t('information')}
        </a>
      </li>
    </ul>
  );
}

/** For whoever asks somebody for help, and what the licences of others ask for. */
function About() {
  const { t } = useTranslation(['login', 'common']);
  const version = document.querySelector<HTMLMetaElement>('meta[name="version"]')?.content;
  return (
    <p className="quiet login__about">
      {t('common:appName')} {version} · <a href="/licences.txt">{t('licences')}</a>
    </p>
  );
}

function Welcome() {
  const { t } = useTranslation('login');
  const [search] = useSearchParams();
  const left = search.has('ut');
  // The page is loaded anew after that, so its heading does not take the focus by itself.
  useEffect(() => {
    if (left) focusPageHeading();
  }, [left]);
  return (
    <>
      <PageHeading tab={t('title')} title={t('title')} />
      {left && <Alert data-color="success">{t('left')}</Alert>}
      {safeReturnPath(search.get('til')).startsWith(INVITATION) && <p>{t('invited')}</p>}
      <p>{t('intro')}</p>
    </>
  );
}

/** For somebody whose session ended while a plan was open: what became of it, and of what was not saved. */
function LoggedOut() {
  const { t } = useTranslation('login');
  return (
    <>
      <PageHeading tab={t('ended.title')} title={t('ended.title')} />
      <p>{t('ended.text')}</p>
      {leavingLosesWords() && <Alert data-color="warning">{t('ended.kept')}</Alert>}
    </>
  );
}

function DemoPersons({ persons }: { persons: DemoPerson[] }) {
  const { t } = useTranslation(['login', 'common']);
  const login = useDemoLogin();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const enter = (key: string) => {
    login.mutate(key, { onSuccess: () => void navigate(safeReturnPath(search.get('til'))) });
  };
  return (
    <section aria-labelledby="demo-title" className="demo">
      <div className="demo__head">
        <h2 className="section-heading" id="demo-title">
          {t('demoTitle')}
        </h2>
        <span className="demo-mark">{t('common:demo')}</span>
      </div>
      <p className="quiet">{t('demoText')}</p>
      {login.isError && <Alert data-color="danger">{t('common:problem.unknownTitle')}</Alert>}
      {groupsOf(persons).map(([group, members]) => (
        <Fragment key={group}>
          <h3 className="demo__group">{t(`demoGroups.${group}`)}</h3>
          <ul className="plain-list demo__persons">
            {members.map((person) => (
              <li key={person.key}>
                <button
                  className="demo-person"
                  disabled={login.isPending}
                  onClick={() => enter(person.key)}
                  type="button"
                >
                  <PersonMark person={{ initials: initialsOf(person.name) }} />
                  <span className="demo-person__words">
                    <span className="demo-person__name">{person.name}</span>
                    <span className="quiet">{aboutOf(person, t)}</span>
                  </span>
                  <ChevronRightIcon aria-hidden="true" fontSize="1.5rem" />
                </button>
              </li>
            ))}
          </ul>
        </Fragment>
      ))}
    </section>
  );
}

/** In the order in which they come first. */
function groupsOf(persons: DemoPerson[]): [string, DemoPerson[]][] {
  const groups = new Map<string, DemoPerson[]>();
  for (const person of persons) groups.set(person.group, [...(groups.get(person.group) ?? []), person]);
  return [...groups];
}

/** Their role in Runa's plan, or what is going on with them. */
function aboutOf({ key, role, organisation }: DemoPerson, t: TFunction<['login', 'common']>): string {
  return role === 'other' ? t(`demoAbout.${key}`) : withPlace(t(`common:roles.${role}`), organisation);
}

/** `wanted` if it is a path of this site, else `/`: a link must not redirect to another site after login. */
function safeReturnPath(wanted: string | null): string {
  return wanted?.startsWith('/') && !wanted.startsWith('//') && !wanted.includes('\\') ? wanted : '/';
}
