import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { usePlan } from '../../api';
import type { InvitationsAnswer } from '../../domain/openapi';
import { mayInvite, represents } from '../../domain/people';
import type { PlanView } from '../../domain/types';
import { useTranslation } from '../../i18n/useTranslation';
import { planPath } from '../../paths';
import { PageHeading } from '../../ui/PageHeading';
import { Answered } from '../../ui/problems/Answered';
import { Statement } from '../../ui/Statement';
import { Invitations } from './Invitations';
import { InviteForm } from './InviteForm';
import { type Made, MadeInvitation } from './MadeInvitation';
import { useInvitations } from './useInvitations';
import './words';
import './people.css';

/** Inviting somebody into a plan (the owner), or proposing them (the coordinator), and what became of it. */
export function PeoplePage({ planId }: { planId: string }) {
  const { t } = useTranslation('people');
  const plan = usePlan(planId);
  return (
    <Answered loading={t('loading')} of={plan}>
      {(found) => (mayInvite(found) ? <Inviting plan={found} /> : <Closed plan={found} />)}
    </Answered>
  );
}

function Closed({ plan }: { plan: PlanView }) {
  const { t } = useTranslation('people');
  return (
    <Statement tab={t('tab')} text={t('closedText', { owner: plan.owner_name })} title={t('closedTitle')}>
      <Button asChild>
        <Link to={planPath(plan.id)}>{t('toPlan')}</Link>
      </Button>
    </Statement>
  );
}

function Inviting({ plan }: { plan: PlanView }) {
  const { t } = useTranslation('people');
  const invitations = useInvitations(plan.id);
  return (
    <Answered loading={t('loading')} of={invitations}>
      {(view) => (
        <div className="front invite">
          <PageHeading tab={t('tab')} title={t('title')} />
          <p>{t(leadOf(plan, view), { owner: plan.owner_name })}</p>
          <Invite plan={plan} view={view} />
          <Invitations plan={plan} view={view} />
        </div>
      )}
    </Answered>
  );
}

function leadOf(plan: PlanView, { proposing }: InvitationsAnswer): string {
  if (proposing) return 'leadProposing';
  return represents(plan) ? 'leadFor' : 'lead';
}

function Invite({ plan, view }: { plan: PlanView; view: InvitationsAnswer }) {
  const [made, setMade] = useState<Made | null>(null);
  if (made) return <MadeInvitation made={made} onAnother={() => setMade(null)} owner={plan.owner_name} />;
  return <InviteForm onMade={setMade} owner={plan.owner_name} plan={plan.id} view={view} />;
}
