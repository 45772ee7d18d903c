import { Button } from '@digdir/designsystemet-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { Link } from 'react-router';
import { apiSend, keys, useReadAssisted } from '../../../api';
import type { AssistedComment, AssistedDecision, PastSession } from '../../../domain/openapi';
import { firstNameOf, isOwner } from '../../../domain/people';
import type { PlanView } from '../../../domain/types';
import { hourInNorway, momentInFull } from '../../../i18n/spoken';
import { THEIRS } from '../../../i18n/theirWords';
import { useTranslation } from '../../../i18n/useTranslation';
import { OWN_CASES, partPath } from '../../../paths';
import '../../../i18n/brought/assisted';
import './assisted.css';

interface PastSessionsProps {
  plan: PlanView;
  sessions: PastSession[];
  /** Choose the opposite of a decision; it is read and signed as any other. */
  onTakeBack: (decision: AssistedDecision) => void;
}

/** What was written for the owner: when, by whom, and for the owner each thing, with the way back. */
export function PastSessions({ plan, sessions, onTakeBack }: PastSessionsProps) {
  const { t } = useTranslation('assisted');
  const heading = useId();
  const read = useReadAssisted(plan.id);
  if (sessions.length === 0) return null;
  const own = isOwner(plan);
  const owner = firstNameOf(plan.owner_name);
  const unread = sessions.some((session) => session.over && !session.read);
  return (
    <section aria-labelledby={heading} className="assisted-past" id="skrevet">
      <h2 className="section-heading" id={heading}>
        {t(own ? 'past.titleOwn' : 'past.title', { owner })}
      </h2>
      <p>{t(own ? 'past.lead' : 'past.leadOthers', { owner })}</p>
      {sessions.map((session) => (
        <Session key={session.id} onTakeBack={onTakeBack} plan={plan} session={session} />
      ))}
      {own && unread && (
        <Button data-size="sm" onClick={() => !read.isPending && read.mutate()} variant="secondary">
          {t('past.read')}
        </Button>
      )}
      <p role="alert">{read.isError && t('past.failed')}</p>
    </section>
  );
}

function Session({
  plan,
  session,
  onTakeBack,
}: Omit<PastSessionsProps, 'sessions'> & { session: PastSession }) {
  const { t, i18n } = useTranslation('assisted');
  // A process of the release before says none, while both run.
  const { decisions, comments, declared = [] } = session;
  const from = momentInFull(session.begun_at, i18n.language);
  const to = hourInNorway(Date.parse(session.ended_at));
  return (
    <article className="assisted-past__session">
      <h3>
        {t('past.by', { name: session.by, from, to })}
        {isOwner(plan) && session.over && !session.read && ` · ${t('past.new')}`}
      </h3>
      {isOwner(plan) && decisions.length + comments.length + declared.length === 0 && (
        <p>{t('past.nothing')}</p>
      )}
      <ul className="assisted-past__done">
        {declared.map((each) => (
          <Declared key={each.at} text={each.text} />
        ))}
        {decisions.map((decision) => (
          <Decided decision={decision} key={`${decision.at} ${decision.text}`} onTakeBack={onTakeBack} />
        ))}
        {comments.map((comment) => (
          <Said comment={comment} key={comment.comment} plan={plan} />
        ))}
      </ul>
    </article>
  );
}

/** It stands: the plan can be ended, and what it lacks stands in the owner's own case. */
function Declared({ text }: { text: string }) {
  const { t } = useTranslation('assisted');
  return (
    <li>
      <p className="assisted-valid__words">
        {t('past.declared')}: <q>{text}</q>
      </p>
      <p>{t('past.declaredStands')}</p>
      <Link className="ds-link" to={OWN_CASES}>
        {t('past.toCase')}
      </Link>
    </li>
  );
}

function Decided({
  decision,
  onTakeBack,
}: {
  decision: AssistedDecision;
  onTakeBack: PastSessionsProps['onTakeBack'];
}) {
  const { t } = useTranslation('assisted');
  const opens = decision.level !== 'none' || decision.proposing === true;
  return (
    <li>
      <p>
        {t('past.decided')}: <q>{decision.text}</q>
      </p>
      {!decision.stands && <p>{t('past.later')}</p>}
      {decision.stands && opens && (
        <Button data-size="sm" onClick={() => onTakeBack(decision)} variant="tertiary">
          {t('past.close')}
        </Button>
      )}
    </li>
  );
}

function Said({ comment, plan }: { comment: AssistedComment; plan: PlanView }) {
  const { t } = useTranslation('assisted');
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => apiSend('DELETE /api/comments/{comment}', { comment: comment.comment }, undefined),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.comments(comment.part) });
      return client.invalidateQueries({ queryKey: keys.assisted(plan.id) });
    },
  });
  return (
    <li>
      <p>
        {t('past.said')}: <q {...THEIRS}>{comment.text}</q>
      </p>
      <Link className="ds-link" to={partPath(plan.id, comment.part)}>
        {t('past.toPart')}
      </Link>
      <Button data-size="sm" onClick={() => !remove.isPending && remove.mutate()} variant="tertiary">
        {t('past.remove')}
      </Button>
      <p role="alert">{remove.isError && t('past.failed')}</p>
    </li>
  );
}
