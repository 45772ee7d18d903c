import { SkipLink } from '@digdir/designsystemet-react';
import { useEffect, useMemo } from 'react';
import { Outlet, useMatch, useParams } from 'react-router';
import { isProblem, useMe, usePlan } from '../../api';
import { initialsOf, writerFor } from '../../domain/people';
import type { Me, PlanView } from '../../domain/types';
import { useTranslation } from '../../i18n/useTranslation';
import { firstWordsShown } from '../../state/firstWords';
import { useMedia } from '../../state/useMedia';
import { PlanSync } from '../../sync';
import { SimpleBar } from '../../ui/bar/SimpleBar';
import { Loading } from '../../ui/Loading';
import { PlanInitials } from '../../ui/PageHeading';
import { ProblemStatement } from '../../ui/ProblemStatement';
import { PaperFoot } from '../../ui/paper/PaperFoot';
import { PlanOver } from '../../ui/problems/PlanOver';
import { SimplePage } from '../../ui/SimplePage';
import { ActingAs } from './acting/ActingAs';
import { WrittenFor } from './acting/WrittenFor';
import { ConnectionEnded } from './ConnectionEnded';
import { LeaveGuard } from './LeaveGuard';
import { PartList } from './PartList';
import { usePagePlace } from './place/usePagePlace';
import type { PlanContext } from './planContext';
import { RefusedWords } from './RefusedWords';
import { TopBar } from './TopBar';
import './frame.css';
import './list.css';
import './who.css';

/** Where the list of parts is a page of its own; the same as in frame.css. */
const NARROW = '(max-width: 52rem)';

/** The layout route of a plan: its connection, top bar and list of parts around the current page. */
export function PlanLayout() {
  const { t } = useTranslation('plan');
  const { plan: id = '' } = useParams();
  const plan = usePlan(id);
  const me = useMe();
  // What was answered before stays in the query: from here on it is no longer theirs to see.
  const gone = isProblem(plan.error, 'not-found');
  if (plan.data && me.data) return <PlanFrame gone={gone} key={id} me={me.data} plan={plan.data} />;
  return (
    <SimplePage>
      {plan.isError ? (
        <ProblemStatement error={plan.error} onRetry={() => void plan.refetch()} />
      ) : (
        <Loading label={t('loading')} />
      )}
    </SimplePage>
  );
}

interface PlanFrameProps {
  plan: PlanView;
  me: Me;
  /** Whether it is there for this person no more: then nothing is left of it but their own unsaved words. */
  gone: boolean;
}

function PlanFrame({ plan, me, gone }: PlanFrameProps) {
  const { t } = useTranslation(['common', 'plan']);
  const writer = useMemo(() => writerFor(plan, me.name), [plan, me.name]);
  const narrow = useMedia(NARROW);
  const shown = useShownFirst(plan);
  const page = usePagePlace();
  // A page without a document of its own has no words that one waits for, and a way to the parts.
  useEffect(() => {
    if (shown === undefined) firstWordsShown();
  }, [shown]);
  const context: PlanContext = { plan, me, writer };
  return (
    <PlanSync me={writer} plan={plan} shown={shown}>
      <SkipLink href="#content">{t('skipToContent')}</SkipLink>
      {gone ? <SimpleBar /> : <TopBar {...context} />}
      {!gone && <ActingAs plan={plan} current={writer.role} />}
      {!gone && <WrittenFor plan={plan} />}
      {!gone && <PaperFoot words={t('plan:front.title', { name: plan.owner_name })} />}
      <LeaveGuard plan={plan.id} />
      <div className="plan">
        {!gone && !narrow && (
          <div className="plan__rail">
            <PartList plan={plan} />
          </div>
        )}
        <main className="plan__page" id="content" ref={page} tabIndex={-1}>
          <ConnectionEnded plan={plan.id} />
          <RefusedWords plan={gone ? { ...plan, parts: [], put_away: [] } : plan} />
          <PlanInitials value={gone ? '' : initialsOf(plan.owner_name)}>
            {gone ? <PlanOver /> : <Outlet context={context} />}
          </PlanInitials>
        </main>
      </div>
    </PlanSync>
  );
}

/** The document of this address; of the front page, that of the owner's own words. */
function useShownFirst(plan: PlanView): string | undefined {
  const onFront = useMatch('/plan/:plan') !== null;
  const shown = useMatch('/plan/:plan/del/:part')?.params.part;
  return plan.parts.find(({ id, kind }) => (onFront ? kind === 'about-me' : id === shown))?.document;
}
