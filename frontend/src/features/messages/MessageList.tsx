import { Button, Tag } from '@digdir/designsystemet-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { apiGet, apiSend, keys, usePlans } from '../../api';
import type { MessageAnswer } from '../../domain/openapi';
import { momentInFull } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';
import { complaintPath, deskCasePath, invitePath, LEADER, OWN_CASES, unitComplaintPath } from '../../paths';
import { CoordinatedLink } from '../../ui/bar/CoordinatedLink';
import { Loading } from '../../ui/Loading';
import { Dotted } from '../../ui/marks/Dotted';
import { ProblemStatement } from '../../ui/ProblemStatement';

/** Newest first, a page at a time. */
export function MessageList() {
  const { t } = useTranslation('messages');
  const messages = useInfiniteQuery({
    queryKey: keys.messages,
    queryFn: ({ pageParam, signal }) =>
      apiGet('/api/messages', {}, signal, pageParam === null ? [] : [['before', pageParam]]),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.before,
  });
  const pages = messages.data?.pages ?? [];
  const all = pages.flatMap((page) => page.messages);
  if (messages.isPending) return <Loading label={t('loading')} />;
  if (messages.isError && !messages.data)
    return <ProblemStatement error={messages.error} onRetry={() => void messages.refetch()} />;
  return (
    <section className="messages__part">
      {all.length === 0 && <p>{t('none')}</p>}
      <ReadAll unread={pages[0]?.unread ?? 0} />
      <ul className="plain-list messages__list">
        {all.map((message) => (
          <Message key={message.id} message={message} />
        ))}
      </ul>
      {messages.hasNextPage && (
        <Button
          disabled={messages.isFetchingNextPage}
          onClick={() => void messages.fetchNextPage()}
          variant="secondary"
        >
          {t('more')}
        </Button>
      )}
    </section>
  );
}

function ReadAll({ unread }: { unread: number }) {
  const { t } = useTranslation('messages');
  const queries = useQueryClient();
  const read = useMutation({
    mutationFn: () => apiSend('POST /api/read-messages', {}, {}),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.everyMessage }),
  });
  return (
    <>
      <p className="visually-hidden" role="status">
        {read.isSuccess && unread === 0 && t('allRead')}
      </p>
      {read.isError && <ProblemStatement error={read.error} />}
      {unread > 0 && (
        <Button disabled={read.isPending} onClick={() => read.mutate()} variant="secondary">
          {t('readAll')}
        </Button>
      )}
    </>
  );
}

function Message({ message }: { message: MessageAnswer }) {
  const { t, i18n } = useTranslation('messages');
  return (
    <li className="message" data-read={message.read}>
      <p className="message__text">
        {!message.read && <Tag data-color="info">{t('new')}</Tag>} {message.text}
      </p>
      <p className="quiet">
        <Dotted facts={[message.sender, momentInFull(message.at, i18n.language)]} />
      </p>
      {message.mail === 'given-up' && <p className="quiet">{t('givenUp')}</p>}
      <div className="message__actions">
        <CaseLink message={message} />
        <ComplaintLink message={message} />
        {message.invitation && <InvitationsLink />}
        <Mark message={message} />
      </div>
    </li>
  );
}

function CaseLink({ message }: { message: MessageAnswer }) {
  const { t } = useTranslation('messages');
  if (message.case === null) return null;
  if (message.seen_as === null) return <CoordinatedLink>{(link) => link}</CoordinatedLink>;
  if (message.seen_as === 'leader')
    return (
      <Link className="ds-link" to={LEADER}>
        {t('toAnswer')}
      </Link>
    );
  const handles = message.seen_as === 'case-handler';
  const path = handles ? deskCasePath(message.municipality, message.case) : OWN_CASES;
  return (
    <Link className="ds-link" to={path}>
      {t('toCase')}
    </Link>
  );
}

/** Of whoever has a plan: whether it is the right person is asked there, and nowhere else. */
function InvitationsLink() {
  const { t } = useTranslation('messages');
  const own = usePlans().data?.find(({ role }) => role === 'owner');
  if (!own) return null;
  return (
    <Link className="ds-link" to={invitePath(own.id)}>
      {t('toInvitations')}
    </Link>
  );
}

function ComplaintLink({ message }: { message: MessageAnswer }) {
  const { t } = useTranslation('messages');
  const { complaint } = message;
  if (complaint === null || message.seen_as === null) return null;
  const unit = message.seen_as === 'case-handler';
  return (
    <Link
      className="ds-link"
      to={unit ? unitComplaintPath(message.municipality, complaint) : complaintPath(complaint)}
    >
      {t('toComplaint')}
    </Link>
  );
}

/** Its words say what happens; a screen reader hears of which message from the list item it is in. */
function Mark({ message }: { message: MessageAnswer }) {
  const { t } = useTranslation('messages');
  const queries = useQueryClient();
  const mark = useMutation({
    mutationFn: () =>
      apiSend('PATCH /api/messages/{message}', { message: message.id }, { read: !message.read }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.everyMessage }),
  });
  return (
    <Button data-size="sm" disabled={mark.isPending} onClick={() => mark.mutate()} variant="tertiary">
      {t(message.read ? 'markUnread' : 'markRead')}
    </Button>
  );
}
