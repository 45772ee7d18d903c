import { Alert, Button, Tag } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useEndSession, useKnownMe, useLoginWays, useLogoutEverywhere, useOwnSessions } from '../../api';
import type { OwnSession } from '../../domain/types';
import { momentInFull, timeAgo } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';
import { Loading } from '../../ui/Loading';
import { focusPageHeading, PageHeading } from '../../ui/PageHeading';
import { ProblemStatement } from '../../ui/ProblemStatement';
import { SimplePage } from '../../ui/SimplePage';
import './sessions.css';

/** Where this person is logged in, and the way out of each. */
export function SessionsPage() {
  const { t } = useTranslation('session');
  const sessions = useOwnSessions();
  const me = useKnownMe();
  return (
    <SimplePage>
      <div className="sessions">
        <PageHeading tab={t('list.title')} title={t('list.title')} />
        <p>{t('list.intro')}</p>
        {sessions.isPending && <Loading label={t('list.loading')} />}
        {sessions.isError && (
          <ProblemStatement error={sessions.error} onRetry={() => void sessions.refetch()} />
        )}
        {sessions.data && <Sessions sessions={sessions.data} />}
        {me && <p className="quiet">{t('list.code', { id: me.id })}</p>}
        <p>
          <Link className="ds-link" to="/">
            {t('list.back')}
          </Link>
        </p>
      </div>
    </SimplePage>
  );
}

function Sessions({ sessions }: { sessions: OwnSession[] }) {
  const { t } = useTranslation('session');
  const end = useEndSession();
  const everywhere = useLogoutEverywhere();
  const [now] = useState(() => Date.now());
  const endOne = (id: string) => {
    end.mutate(id, { onSuccess: focusPageHeading });
  };
  return (
    <>
      <ul className="plain-list sessions__list">
        {sessions.map((session) => (
          <SessionItem
            busy={end.isPending}
            key={session.id}
            now={now}
            onEnd={() => endOne(session.id)}
            session={session}
          />
        ))}
      </ul>
      <p className="visually-hidden" role="status">
        {end.isSuccess && t('list.ended')}
      </p>
      {(end.isError || everywhere.isError) && <Alert data-color="danger">{t('list.failed')}</Alert>}
      <div className="sessions__everywhere">
        <Button disabled={everywhere.isPending} onClick={() => everywhere.mutate()} variant="secondary">
          {t('list.everywhere')}
        </Button>
        <p className="quiet">{t('list.everywhereText')}</p>
      </div>
    </>
  );
}

interface SessionItemProps {
  session: OwnSession;
  now: number;
  busy: boolean;
  onEnd: () => void;
}

function SessionItem({ session, now, busy, onEnd }: SessionItemProps) {
  const { t, i18n } = useTranslation('session');
  const device = session.device || t('list.unknownDevice');
  const at = momentInFull(session.opened_at, i18n.language);
  const ago = timeAgo(session.last_seen_at, now, i18n.language);
  return (
    <li className="session">
      <div className="session__words">
        <p className="session__device">
          {device}
          {session.this && <Tag data-color="success">{t('list.this')}</Tag>}
        </p>
        <p className="quiet">
          {t('list.since', { at })} <How session={session} />
        </p>
        <p className="quiet">{ago === null ? t('list.seenNow') : t('list.seen', { ago })}</p>
      </div>
      {!session.this && (
        <Button
          aria-label={t('list.endLabel', { device, at })}
          data-size="sm"
          disabled={busy}
          onClick={onEnd}
          variant="secondary"
        >
          {t('list.end')}
        </Button>
      )}
    </li>
  );
}

/** "med ID-porten for Lia kommune". */
function How({ session }: { session: OwnSession }) {
  const { t } = useTranslation('session');
  const ways = useLoginWays();
  const title = ways.data?.providers.find(({ name }) => name === session.provider)?.title;
  const provider = title ?? t(`list.providers.${session.provider}`, session.provider);
  return [
    t('list.by', { provider }),
    session.organisation && t('list.for', { organisation: session.organisation }),
  ]
    .filter(Boolean)
    .join(' ');
}
