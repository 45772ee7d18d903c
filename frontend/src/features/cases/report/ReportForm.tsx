import { Alert, Button } from '@digdir/designsystemet-react';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { Link } from 'react-router';
import { apiGet, apiSend, isProblem, keys, useKnownMe, useLoginWays, useMe } from '../../../api';
import type { ReportReceipt } from '../../../domain/openapi';
import { useTranslation } from '../../../i18n/useTranslation';
import { loginFirstPath, REPORT_STATUS, reportPath } from '../../../paths';
import { DatedForm } from '../../../ui/dates/DatedForm';
import { Loading } from '../../../ui/Loading';
import { PageHeading } from '../../../ui/PageHeading';
import { ProblemStatement } from '../../../ui/ProblemStatement';
import { Answered } from '../../../ui/problems/Answered';
import { AboutPerson, AboutReporter, Choice, Need } from './fields';
import { Receipt } from './Receipt';
import { EMPTY, missing, reportOf, type Typed } from './wish';

const WORDS: Record<string, string> = { 'too-many-requests': 'tooMany', 'limit-reached': 'full' };

/**
 * The form with the municipality's own words; what was typed stays when sending fails. `typed`: by the unit, from what
 * somebody else said or wrote.
 */
export function ReportForm({ municipality, typed = false }: { municipality: string; typed?: boolean }) {
  const { t, i18n } = useTranslation('cases');
  const texts = useQuery({
    queryKey: keys.texts(municipality, 'report', i18n.language),
    queryFn: ({ signal }) =>
      apiGet(
        '/api/municipalities/{municipality}/texts/{subject}/{language}',
        { municipality, subject: 'report', language: i18n.language },
        signal,
      ),
    // In the language before, until they are there: the form stays.
    placeholderData: keepPreviousData,
  });
  const [receipt, setReceipt] = useState<ReportReceipt | null>(null);
  const ways = useLoginWays();
  const me = useKnownMe();
  const unknown = ways.data?.signed_in && !me;
  const ready = !unknown && !ways.isPending;
  const [begun, begin] = useState(ready);
  if (ready && !begun) begin(true);
  if (receipt) return <Receipt receipt={receipt} />;
  return (
    <>
      {unknown && <AskWhoIAm quiet={begun} />}
      {!unknown && !begun && <Loading label={t('report.loading')} />}
      {/* Also while it is found out who has logged in meanwhile, in another tab: what was typed stays. */}
      {begun && (
        <Answered loading={t('report.loading')} of={texts}>
          {(words) => <Form municipality={municipality} onSent={setReceipt} texts={words} typed={typed} />}
        </Answered>
      )}
    </>
  );
}

/** With a session the report is that person's, and carries the token of the session. */
function AskWhoIAm({ quiet }: { quiet: boolean }) {
  const { t } = useTranslation('cases');
  const me = useMe();
  if (quiet) return null;
  if (me.isError) return <ProblemStatement error={me.error} onRetry={() => void me.refetch()} />;
  return <Loading label={t('report.loading')} />;
}

interface FormProps {
  municipality: string;
  texts: Record<string, string>;
  onSent: (receipt: ReportReceipt) => void;
  typed: boolean;
}

function Form({ municipality, texts, onSent, typed: byUnit }: FormProps) {
  const { t, i18n } = useTranslation(['cases', 'desk']);
  const [means, setMeans] = useState<(typeof MEANS)[number]>('phone');
  const me = useKnownMe();
  const unnamed = me !== undefined && !me.name && !byUnit;
  const queries = useQueryClient();
  const [typed, setTyped] = useState<Typed>(EMPTY);
  const [sending, setSending] = useState(false);
  const [fault, setFault] = useState('');
  const said = useRef<HTMLDivElement>(null);
  const say = (words: string) => {
    setFault(words);
    requestAnimationFrame(() => said.current?.focus());
  };
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const lacks = missing(typed, unnamed);
    if (lacks.length > 0) {
      say(t('report.missing', { what: lacks.map((each) => nameOf(t(`report.${each}`))).join(', ') }));
      return;
    }
    setSending(true);
    try {
      const body = reportOf(typed, i18n.language);
      const where = { municipality };
      onSent(
        byUnit
          ? await apiSend('POST /api/municipalities/{municipality}/typed-reports', where, { ...body, means })
          : await apiSend('POST /api/municipalities/{municipality}/reports', where, body),
      );
      // Whom no provider calls anything is called what they have typed from now on.
      if (unnamed) void queries.invalidateQueries({ queryKey: keys.me });
    } catch (error) {
      say(t(`report.${(isProblem(error) && WORDS[error.type]) || 'failed'}`));
    } finally {
      setSending(false);
    }
  };
  const onType = (change: Partial<Typed>) => {
    setFault('');
    const name = change.reporter === 'owner' && !byUnit && me && !typed.name.trim() ? { name: me.name } : {};
    setTyped({ ...typed, ...name, ...change });
  };
  const props = { typed, onType, texts, unnamed };
  return (
    <DatedForm>
      <form className="front report" noValidate onSubmit={(event) => void send(event)}>
        {byUnit ? (
          <ByUnit means={means} onMeans={setMeans} />
        ) : (
          <>
            <PageHeading tab={t('report.tab')} title={texts['report.title'] ?? t('report.tab')} />
            <p>{texts['report.intro']}</p>
            <p className="quiet">
              {me
                ? t(unnamed ? 'report.signedInUnnamed' : 'report.signedIn', { name: me.name })
                : texts['report.without-login']}
            </p>
            {!me && <LogInFirst municipality={municipality} />}
            <p className="quiet">
              {t('report.before')}{' '}
              <Link className="ds-link" to={REPORT_STATUS}>
                {t('receipt.status')}
              </Link>
            </p>
          </>
        )}
        <AboutPerson {...props} />
        <Need {...props} />
        <AboutReporter {...props} />
        <Button aria-disabled={sending} type="submit">
          {sending ? t('report.sending') : t('report.send')}
        </Button>
        {/* Below: leaving a field takes it away, and the button must not move under the pointer. */}
        <div ref={said} tabIndex={-1}>
          {fault && (
            <Alert data-color="danger" role="alert">
              {fault}
            </Alert>
          )}
        </div>
      </form>
    </DatedForm>
  );
}

/** Whoever reports for themselves without a login does not see here what becomes of it. */
function LogInFirst({ municipality }: { municipality: string }) {
  const { t } = useTranslation('cases');
  return (
    <p>
      {t('report.logInWhy')}{' '}
      <Link className="ds-link" to={loginFirstPath(reportPath(municipality))}>
        {t('report.logIn')}
      </Link>
    </p>
  );
}

const MEANS = ['phone', 'paper', 'meeting'] as const;

interface ByUnitProps {
  means: (typeof MEANS)[number];
  onMeans: (means: (typeof MEANS)[number]) => void;
}

function ByUnit({ means, onMeans }: ByUnitProps) {
  const { t } = useTranslation('desk');
  return (
    <>
      <PageHeading tab={t('typed.tab')} title={t('typed.title')} />
      <p>{t('typed.intro')}</p>
      <Choice
        chosen={means}
        label={t('typed.means')}
        name="means"
        onChoose={onMeans}
        values={MEANS}
        words={(each) => t(`typed.how.${each}`)}
      />
    </>
  );
}

/** A label inside a sentence: "Hva trengs?" is "hva trengs" there. */
function nameOf(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1).replace('?', '');
}
