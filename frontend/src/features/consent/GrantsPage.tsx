import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { usePlan } from '../../api';
import { isOwner } from '../../domain/people';
import type { GrantsView, ParticipantView, PlanView } from '../../domain/types';
import { useTranslation } from '../../i18n/useTranslation';
import { planPath } from '../../paths';
import { useMedia } from '../../state/useMedia';
import { Loading } from '../../ui/Loading';
import { focusPageHeading, PageHeading } from '../../ui/PageHeading';
import { ProblemStatement } from '../../ui/ProblemStatement';
import { Statement } from '../../ui/Statement';
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
import { proposals } from './signing/changes';
import { SigningDialog } from './signing/SigningDialog';
import { useNames } from './signing/useNames';
import { type Signing, useSigning } from './signing/useSigning';
import type { Grants } from './table/GrantCell';
import { GrantList } from './table/GrantList';
import { GrantTable } from './table/GrantTable';
import { Legend } from './table/Legend';
import { PaperTables } from './table/PaperTables';

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
  const signing = useSigning(plan, view);
  const [leaving, setLeaving] = useState<ParticipantView | null>(null);
  const close = () => {
    signing.close();
    setLeaving(null);
    // The bar of changes, which had the focus, may be removed: focus the page's heading. While the dialog is
    // open, nothing behind it takes the focus.
    requestAnimationFrame(focusPageHeading);
  };
  const endOf = (person: ParticipantView) => (mayEnd(plan, person) ? setLeaving : null);
  const grants = { view, names, signing: plan.may_sign ? signing : null, endOf };
  return (
    <div className="grants">
      <PageHeading tab={t('title')} title={t('title')} />
      <p className="grants__lead">{t(leadOf(plan), { owner: plan.owner_name })}</p>
      <Narrowed plan={plan} view={view} names={names} />
      {plan.may_sign && <Proposing view={view} signing={signing} />}
      {plan.may_sign && <Proposals view={view} signing={signing} />}
      <Matrix grants={grants} />
      <Decisions planId={plan.id} view={view} />
      {plan.may_sign && <ChangeBar signing={signing} view={view} names={names} />}
      {signing.open && <SigningDialog signing={signing} view={view} names={names} onClose={close} />}
      {leaving && <EndingDialog planId={plan.id} person={leaving} onClose={close} />}
    </div>
  );
}

function leadOf(plan: PlanView): string {
  if (!plan.may_sign) return 'leadReader';
  return isOwner(plan) ? 'lead' : 'leadRepresentative';
}

/** In rem: what stands beside the table, its first column, and one person's; the same as in consent.css. */
const BESIDE = 22;
const FIRST_COLUMN = 10.5;
const COLUMN = 7.75;

/** A table where everybody has room in it, else one person at a time. */
function Matrix({ grants }: { grants: Omit<Grants, 'listed'> }) {
  const { t } = useTranslation('consent');
  const [search] = useSearchParams();
  const people = grants.view.participants.length;
  const wide = useMedia(`(min-width: ${BESIDE + FIRST_COLUMN + people * COLUMN}rem)`);
  const wanted = search.get('part');
  if (people === 0) return <p>{t('nobody')}</p>;
  const Shown = wide ? GrantTable : GrantList;
  return (
    <>
      <Legend choosing={grants.signing !== null} />
      <div className="grants__screen">
        <Shown grants={{ ...grants, listed: !wide }} wanted={wanted} />
      </div>
      <PaperTables grants={grants} />
    </>
  );
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
