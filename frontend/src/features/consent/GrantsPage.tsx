import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useAssisted, usePlan } from '../../api';
import { coordinates, isOwner } from '../../domain/people';
import type { GrantsView, ParticipantView, PlanView } from '../../domain/types';
import { useTranslation } from '../../i18n/useTranslation';
import { papersPath, planPath } from '../../paths';
import { Loading } from '../../ui/Loading';
import { PageHeading } from '../../ui/PageHeading';
import { ProblemStatement } from '../../ui/ProblemStatement';
import { Statement } from '../../ui/Statement';
import { useFocusReturn } from '../../ui/useFocusReturn';
import { BeginAssisted } from './assisted/BeginAssisted';
import { PastSessions } from './assisted/PastSessions';
import { SaysValid } from './assisted/SaysValid';
import { usePapers } from './paper/usePapers';
import { ChangeBar } from './signing/ChangeBar';
import './consent.css';
import './signing/signing.css';
import { EndingDialog } from './ending/EndingDialog';
import { mayEnd } from './ending/ending';
import { Decisions } from './grants/Decisions';
import { within } from './grants/mandate';
import { Narrowed } from './grants/Narrowed';
import { Proposing } from './grants/Proposing';
import { useGrants } from './grants/useGrants';
import { closing, proposals } from './signing/changes';
import { SigningDialog } from './signing/SigningDialog';
import { useNames } from './signing/useNames';
import { type Signing, useSigning } from './signing/useSigning';
import { Matrix } from './table/Matrix';

/** «Hvem får se hva»: the owner signs decisions; the coordinator sees the same read-only. `?part=` selects the part shown first. */
export function GrantsPage({ planId }: { planId: string }) {
  const { t } = useTranslation('consent');
  const plan = usePlan(planId);
  const view = useGrants(plan.data);
  if (plan.data && !plan.data.may_read_grants) return <Closed plan={plan.data} />;
  if (plan.data && view.data) return <Loaded plan={plan.data} view={view.data} />;
  const error = plan.error ?? view.error;
  if (error) {
    return <ProblemStatement error={error} onRetry={() => void (plan.error ? plan : view).refetch()} />;
  }
  return <Loading label={t('loading')} />;
}

function Closed({ plan }: { plan: PlanView }) {
  const { t } = useTranslation(['consent', 'plan']);
  return (
    <Statement tab={t('title')} text={t('closedText')} title={t('closedTitle', { owner: plan.owner_name })}>
      <Button asChild>
        <Link to={planPath(plan.id)}>{t('plan:part.toPlan')}</Link>
      </Button>
    </Statement>
  );
}

function Loaded({ plan, view }: { plan: PlanView; view: GrantsView }) {
  const { t } = useTranslation('consent');
  const names = useNames(plan, view);
  const assisted = useAssisted(plan).data;
  const running = assisted?.running ?? null;
  const signs = plan.may_sign || running !== null;
  const signing = useSigning(plan, view, running?.id ?? null);
  const [leaving, setLeaving] = useState<ParticipantView | null>(null);
  const place = useFocusReturn();
  const close = () => {
    signing.close();
    setLeaving(null);
    place.goBack();
  };
  const endOf = (person: ParticipantView) => (mayEnd(plan, person) ? setLeaving : null);
  const grants = { view, names, signing: signs ? signing : null, endOf };
  return (
    <div className="grants" ref={place.around}>
      <PageHeading tab={t('title')} title={t('title')} />
      <p className="grants__lead">{t(leadOf(plan, running !== null), { owner: plan.owner_name })}</p>
      {assisted?.text && !running && <BeginAssisted assisted={assisted} plan={plan} />}
      {running && <SaysValid plan={plan} session={running.id} />}
      {assisted && plan.may_sign && (
        <PastSessions
          onTakeBack={(decision) => signing.choose(closing(decision))}
          plan={plan}
          sessions={assisted.sessions}
        />
      )}
      <Narrowed plan={plan} view={view} names={names} />
      {signs && <Proposing view={view} signing={signing} />}
      {signs && <Proposals view={view} signing={signing} />}
      <Matrix grants={grants} />
      <PapersLink plan={plan} />
      <Decisions planId={plan.id} view={view} />
      {signs && <ChangeBar signing={signing} view={view} names={names} onGone={place.goBack} />}
      {signing.open && <SigningDialog signing={signing} view={view} names={names} onClose={close} />}
      {leaving && <EndingDialog planId={plan.id} person={leaving} onClose={close} />}
    </div>
  );
}

/** To whoever makes sheets, and to those whom one concerns: a page without any says nothing. */
function PapersLink({ plan }: { plan: PlanView }) {
  const { t } = useTranslation('consent');
  const makes = coordinates(plan);
  const papers = usePapers(plan.id, !makes);
  if (!makes && !papers.data?.length) return null;
  return (
    <p>
      <Link className="ds-link" to={papersPath(plan.id)}>
        {t('paper.link')}
      </Link>
    </p>
  );
}

function leadOf(plan: PlanView, assisting: boolean): string {
  if (assisting) return 'leadAssisting';
  if (!plan.may_sign) return 'leadReader';
  return isOwner(plan) ? 'lead' : 'leadRepresentative';
}

function Proposals({ view, signing }: { view: GrantsView; signing: Signing }) {
  const { t } = useTranslation('consent');
  const open = proposals(view, signing.changes).filter((change) => within(signing.mandate, change));
  if (open.length === 0) return null;
  return (
    <div className="grants__proposals">
      <p>{t('proposalsText')}</p>
      <Button variant="secondary" data-size="sm" onClick={() => signing.add(open)}>
        {t('takeProposals', { count: open.length })}
      </Button>
    </div>
  );
}
