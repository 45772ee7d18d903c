import { Alert, Button } from '@digdir/designsystemet-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { apiSend, isProblem, keys, useAsRead, useLoginAgain } from '../../api';
import type { OwnInvitationAnswer } from '../../domain/openapi';
import { withPlace } from '../../domain/people';
import { useTranslation } from '../../i18n/useTranslation';
import { Loading } from '../../ui/Loading';
import { PageHeading } from '../../ui/PageHeading';
import { ProblemStatement } from '../../ui/ProblemStatement';
import { SimplePage } from '../../ui/SimplePage';
import { Statement } from '../../ui/Statement';
import './words';
import './people.css';

const ASK_AGAIN_MS = 20_000;

/** For whoever was given the link, once they have logged in: what it is, yes or no, and what comes next. */
export function InvitationPage({ code }: { code: string }) {
  return (
    <SimplePage>
      <TheInvitation code={code} />
    </SimplePage>
  );
}

function TheInvitation({ code }: { code: string }) {
  const { t, i18n } = useTranslation('people');
  const own = useQuery({
    queryKey: keys.invitation(code, i18n.language),
    queryFn: ({ signal }) => apiSend('POST /api/invitation', {}, { code }, signal),
    refetchInterval: ({ state }) => (state.data?.status === 'redeemed' ? ASK_AGAIN_MS : false),
    retry: false,
  });
  if (own.data) return <Answering code={code} own={own.data} />;
  if (isProblem(own.error, 'not-found') || isProblem(own.error, 'invalid')) return <Told what="unknown" />;
  if (isProblem(own.error, 'forbidden')) return <Told what="own" />;
  if (own.error) return <ProblemStatement error={own.error} onRetry={() => void own.refetch()} />;
  return <Loading label={t('guest.loading')} />;
}

function Answering({ code, own }: { code: string; own: OwnInvitationAnswer }) {
  const { i18n } = useTranslation('people');
  const queries = useQueryClient();
  const answer = useMutation({
    mutationFn: (said: { accepted: boolean; text: string }) =>
      apiSend('POST /api/invitation/answer', {}, { code, ...said }),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.invitation(code, i18n.language) }),
  });
  const text = useAsRead(own.leaving, answer.error);
  const reply = (accepted: boolean) => !answer.isPending && answer.mutate({ accepted, text });
  return (
    <div className="front invite">
      <Stage own={{ ...own, leaving: text }} onReply={reply} />
      <div role="alert">{answer.isError && <NotAnswered error={answer.error} />}</div>
    </div>
  );
}

function NotAnswered({ error }: { error: Error }) {
  const { t } = useTranslation('people');
  if (isProblem(error, 'organisation-not-proved')) return <Unproved />;
  return <Alert data-color="warning">{t(`guest.${wordsOf(error)}`)}</Alert>;
}

function wordsOf(error: Error): string {
  if (isProblem(error, 'exists')) return 'exists';
  if (isProblem(error, 'text-changed')) return 'textChanged';
  return isProblem(error, 'not-now') && error.detail === 'not-new' ? 'notNew' : 'failed';
}

/** Nothing is lost: the login page leads back here, and the invitation is still open. */
function Unproved() {
  const { t } = useTranslation('people');
  const again = useLoginAgain();
  return (
    <Alert data-color="warning">
      <div className="invite__unproved">
        <p>{t('guest.unproved')}</p>
        <Button data-size="sm" disabled={again.isPending} onClick={() => again.mutate()} variant="secondary">
          {t('guest.loginAtWork')}
        </Button>
      </div>
    </Alert>
  );
}

interface StageProps {
  own: OwnInvitationAnswer;
  onReply: (accepted: boolean) => void;
}

function Stage({ own, onReply }: StageProps) {
  if (own.status === 'open' && own.role === 'owner') return <InvitedOwner onReply={onReply} />;
  if (own.status === 'open') return <Invited onReply={onReply} own={own} />;
  if (own.status === 'redeemed') return <Waiting onReply={onReply} own={own} />;
  if (own.status === 'joined') return <Joined onReply={onReply} own={own} />;
  return <Told what={own.status === 'left' ? 'left' : 'declined'} />;
}

/** Whose plan it is, is not said before it is certain. */
function InvitedOwner({ onReply }: Pick<StageProps, 'onReply'>) {
  const { t } = useTranslation('people');
  return (
    <>
      <PageHeading tab={t('guest.tab')} title={t('guest.ownerTitle')} />
      <p>{t('guest.owner')}</p>
      <div className="invite__acts">
        <Button onClick={() => onReply(true)}>{t('guest.ownerYes')}</Button>
        <Button onClick={() => onReply(false)} variant="secondary">
          {t('guest.ownerNo')}
        </Button>
      </div>
    </>
  );
}

function Invited({ own, onReply }: StageProps) {
  const { t } = useTranslation(['people', 'common']);
  const role = withPlace(t(`common:roles.${own.role}`), own.organisation);
  const owner = own.owner_name;
  return (
    <>
      <PageHeading tab={t('guest.tab')} title={t('guest.title')} />
      <p>{owner ? t('guest.plan', { owner }) : t('guest.planUnknown')}</p>
      <p>{t('guest.about', { name: own.name, role })}</p>
      <p>
        {t('guest.nothing')} {!own.numbered && t('guest.confirming')}
      </p>
      <div className="invite__acts">
        <Button onClick={() => onReply(true)}>{t('guest.yes')}</Button>
        <Button onClick={() => onReply(false)} variant="secondary">
          {t('guest.no')}
        </Button>
      </div>
    </>
  );
}

function Waiting({ own, onReply }: StageProps) {
  const { t } = useTranslation('people');
  return (
    <>
      <PageHeading tab={t('guest.tab')} title={t('guest.waitTitle')} />
      <p>{t(own.role === 'owner' ? 'guest.ownerWait' : 'guest.wait')}</p>
      <p>
        {t('guest.check')} <strong className="invite__check">{own.check}</strong>
      </p>
      {own.role !== 'owner' && <p className="quiet">{t('guest.checkHelp')}</p>}
      <div className="invite__acts">
        <Button onClick={() => onReply(false)} variant="tertiary">
          {t(own.role === 'owner' ? 'guest.ownerNo' : 'guest.regret')}
        </Button>
      </div>
    </>
  );
}

function Joined({ own, onReply }: StageProps) {
  const { t } = useTranslation('people');
  const owner = own.owner_name;
  const mine = own.role === 'owner';
  const words = owner ? t('guest.joined', { owner }) : t('guest.joinedElsewhere');
  return (
    <>
      <PageHeading tab={t('guest.tab')} title={t(mine ? 'guest.ownerTitle' : 'guest.joinedTitle')} />
      <p>{mine ? t('guest.ownerJoined', { name: own.name }) : words}</p>
      <p>
        <Link className="ds-link" to="/">
          {t('guest.toPlans')}
        </Link>
      </p>
      {own.leaving && (
        <>
          <p>{t('guest.leave')}</p>
          <blockquote className="invite__sentence">{own.leaving}</blockquote>
          <div className="invite__acts">
            <Button onClick={() => onReply(false)} variant="secondary">
              {t('guest.sign')}
            </Button>
          </div>
        </>
      )}
    </>
  );
}

function Told({ what }: { what: 'unknown' | 'own' | 'declined' | 'left' }) {
  const { t } = useTranslation('people');
  return (
    <Statement tab={t('guest.tab')} text={t(`guest.${what}`)} title={t(`guest.${what}Title`)}>
      <Button asChild variant="secondary">
        <Link to="/">{t('guest.toPlans')}</Link>
      </Button>
    </Statement>
  );
}
