import { Alert, Button, Tag } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { isProblem } from '../../api';
import { dayInNorway } from '../../domain/dates';
import type { InvitationAnswer, InvitationsAnswer } from '../../domain/openapi';
import { withPlace } from '../../domain/people';
import type { PlanView } from '../../domain/types';
import { dayInFull } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';
import { grantsPath } from '../../paths';
import { Dotted } from '../../ui/marks/Dotted';
import { useFocusReturn } from '../../ui/useFocusReturn';
import { CheckDialog } from './CheckDialog';
import { type InvitationStep, useStep } from './useInvitations';

const COLOURS: Partial<Record<InvitationAnswer['status'], 'warning' | 'success' | 'info'>> = {
  proposed: 'warning',
  redeemed: 'warning',
  open: 'info',
  joined: 'success',
};

interface Said {
  words: string;
  wrong: boolean;
  joined: boolean;
}

/** Who is invited, what became of it, and what the reader can do now. */
export function Invitations({ plan, view }: { plan: PlanView; view: InvitationsAnswer }) {
  const { t } = useTranslation('people');
  const step = useStep(plan.id);
  const [said, setSaid] = useState<Said | null>(null);
  const [checked, setChecked] = useState<InvitationAnswer | null>(null);
  const place = useFocusReturn();
  const close = () => {
    setChecked(null);
    place.goBack();
  };
  const take = (invitation: InvitationAnswer, which: InvitationStep) => {
    const { name } = invitation;
    const done = which === 'confirm' && view.proposing ? 'list.doneProposing' : `list.done.${which}`;
    step.mutate(
      { invitation: invitation.id, step: which },
      {
        onSuccess: () =>
          setSaid({
            words: t(done, { name, owner: plan.owner_name }),
            wrong: false,
            joined: which === 'confirm',
          }),
        onError: (error) => setSaid({ words: t(faultOf(error)), wrong: true, joined: false }),
        onSettled: close,
      },
    );
  };
  const rows = (over: boolean) => view.invitations.filter((each) => isOver(each) === over);
  const list = (heading: string, invitations: InvitationAnswer[]) =>
    invitations.length > 0 && (
      <>
        <h3 className="invite__group">{t(heading)}</h3>
        <ul className="plain-list invite__list">
          {invitations.map((each) => (
            <Row invitation={each} key={each.id} onCheck={setChecked} onStep={take} />
          ))}
        </ul>
      </>
    );
  return (
    <section aria-labelledby="invitations" className="invite__all" ref={place.around}>
      <h2 className="section-heading" id="invitations" tabIndex={-1}>
        {t('list.title')}
      </h2>
      <div role="status">{said && <Outcome plan={plan} proposing={view.proposing} said={said} />}</div>
      {view.invitations.length === 0 && <p className="quiet">{t('list.none')}</p>}
      {list('list.waiting', rows(false))}
      {list('list.over', rows(true))}
      {checked?.redeemed && (
        <CheckDialog
          busy={step.isPending}
          invitation={checked}
          onClose={close}
          onStep={(which) => take(checked, which)}
          redeemed={checked.redeemed}
        />
      )}
    </section>
  );
}

function Outcome({ plan, proposing, said }: { plan: PlanView; proposing: boolean; said: Said }) {
  const { t } = useTranslation('people');
  return (
    <Alert data-color={said.wrong ? 'warning' : 'success'}>
      {said.words}{' '}
      {said.joined && !proposing && (
        <Link className="ds-link" to={grantsPath(plan.id)}>
          {t('list.toGrants')}
        </Link>
      )}
    </Alert>
  );
}

function isOver({ status }: InvitationAnswer): boolean {
  return !['proposed', 'open', 'redeemed'].includes(status);
}

function faultOf(error: unknown): string {
  if (isProblem(error, 'exists')) return 'list.exists';
  return isProblem(error, 'not-now') || isProblem(error, 'not-found') ? 'list.changed' : 'list.failed';
}

interface RowProps {
  invitation: InvitationAnswer;
  onCheck: (invitation: InvitationAnswer) => void;
  onStep: (invitation: InvitationAnswer, step: InvitationStep) => void;
}

function Row({ invitation, onCheck, onStep }: RowProps) {
  const { t, i18n } = useTranslation(['people', 'common']);
  const { name, status, may, inviter } = invitation;
  const day = (moment: string) => dayInFull(dayInNorway(Date.parse(moment)), i18n.language);
  return (
    <li className="invite__row">
      <div className="invite__words">
        <p className="invite__name">
          {name} <Tag data-color={COLOURS[status] ?? 'neutral'}>{t(`list.status.${status}`)}</Tag>
        </p>
        <p className="quiet">{withPlace(t(`common:roles.${invitation.role}`), invitation.organisation)}</p>
        <p className="quiet">
          <Dotted
            facts={[
              t('list.by', { inviter, day: day(invitation.invited_at) }),
              status === 'open' && t('list.until', { day: day(invitation.expires_at) }),
              invitation.numbered && t('list.numbered'),
              invitation.contact,
            ]}
          />
        </p>
      </div>
      <div className="invite__acts">
        {may.includes('approve') && (
          <Button
            aria-label={t('list.approveLabel', { name })}
            data-size="sm"
            onClick={() => onStep(invitation, 'approve')}
          >
            {t('list.approve')}
          </Button>
        )}
        {may.includes('confirm') && (
          <Button
            aria-label={t('list.confirmLabel', { name })}
            data-size="sm"
            onClick={() => onCheck(invitation)}
          >
            {t('list.confirm')}
          </Button>
        )}
        {may.includes('withdraw') && (
          <Button
            aria-label={t('list.withdrawLabel', { name })}
            data-size="sm"
            onClick={() => onStep(invitation, 'withdraw')}
            variant="tertiary"
          >
            {t('list.withdraw')}
          </Button>
        )}
      </div>
    </li>
  );
}
