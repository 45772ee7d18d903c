import { ChatIcon, ChevronLeftIcon, EyeIcon, HouseIcon } from '@navikt/aksel-icons';
import { useEffect, useRef } from 'react';
import { Link, NavLink, useLocation, useParams } from 'react-router';
import { useOpenThreads, usePlans } from '../../api';
import { groupParts, type PartGroup } from '../../domain/grouping';
import { ADDED_BY_TITLE, factsOf } from '../../domain/kinds';
import { putAwayOf } from '../../domain/putAway';
import type { PartView, PlanView } from '../../domain/types';
import { useGroupTitle, usePartTitle } from '../../i18n/partTitle';
import { langOfTitle } from '../../i18n/theirWords';
import { useTranslation } from '../../i18n/useTranslation';
import { grantsPath, partPath, planPath } from '../../paths';
import { ProposalTag } from '../../ui/marks/ProposalTag';
import { CreatePart } from './CreatePart';

/** The parts visible to this person, by group. Hidden parts leave no trace. */
export function PartList({ plan }: { plan: PlanView }) {
  const { t } = useTranslation('plan');
  const addable = ADDED_BY_TITLE.filter((kind) => plan.may_create.includes(kind));
  const list = useRef<HTMLElement>(null);
  const open = useOpenThreads(plan.id);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the link marked as active follows the address
  useEffect(() => {
    list.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest' });
  }, [pathname]);
  return (
    <nav aria-label={t('nav.label')} className="part-list" ref={list}>
      <ul className="plain-list">
        <ToPlans />
        <li>
          <NavLink className="part-link part-link--front" end to={planPath(plan.id)}>
            <HouseIcon aria-hidden="true" fontSize="1.25rem" />
            <span>{t('nav.front')}</span>
          </NavLink>
        </li>
        {plan.may_read_grants && (
          <li>
            <NavLink className="part-link part-link--front" to={grantsPath(plan.id)}>
              <EyeIcon aria-hidden="true" fontSize="1.25rem" />
              <span>{t('nav.grants')}</span>
            </NavLink>
          </li>
        )}
      </ul>
      {groupParts(plan.parts, addable).map((group) => (
        <Group group={group} key={group.name} open={open} plan={plan} />
      ))}
      <PutAwayParts plan={plan} />
    </nav>
  );
}

/** The way back for whoever has several plans; with one, it would lead here. */
function ToPlans() {
  const { t } = useTranslation('plan');
  const plans = usePlans();
  if ((plans.data?.length ?? 0) < 2) return null;
  return (
    <li>
      <Link className="part-link part-link--front" to="/">
        <ChevronLeftIcon aria-hidden="true" fontSize="1.25rem" />
        <span>{t('plans.back')}</span>
      </Link>
    </li>
  );
}

interface GroupProps {
  group: PartGroup<PartView>;
  plan: PlanView;
  /** How many comments are open in each part. */
  open: ReadonlyMap<string, number>;
}

/** Named also while it is empty, and a place to begin it: what is being written there stays when somebody else does. */
function Group({ group, plan, open }: GroupProps) {
  const titleOf = useGroupTitle(plan);
  const id = `group-${group.name}`;
  const begun = group.parts.length > 0;
  return (
    <section aria-labelledby={id}>
      <h2 className="part-list__heading" id={id}>
        {titleOf(group.name)}
      </h2>
      {begun && (
        <ul className="plain-list">
          {group.parts.map((part) => (
            <li key={part.id}>
              <PartLink open={open.get(part.id) ?? 0} part={part} plan={plan} />
            </li>
          ))}
        </ul>
      )}
      {ADDED_BY_TITLE.filter((kind) => factsOf(kind).group === group.name).map((kind) => (
        <CreatePart key={kind} kind={kind} plan={plan} />
      ))}
    </section>
  );
}

/** What is put away, folded: it is no part of the plan until somebody brings it back. */
function PutAwayParts({ plan }: { plan: PlanView }) {
  const { t } = useTranslation('plan');
  const parts = putAwayOf(plan);
  const { part: shown } = useParams();
  if (parts.length === 0) return null;
  return (
    <details className="part-list__away" open={parts.some(({ id }) => id === shown) || undefined}>
      <summary className="part-link">{t('putAway.list', { count: parts.length })}</summary>
      <ul className="plain-list">
        {parts.map((part) => (
          <li key={part.id}>
            <PartLink open={0} part={part} plan={plan} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function PartLink({ part, plan, open }: { part: PartView; plan: PlanView; open: number }) {
  const { t } = useTranslation(['plan', 'common']);
  const title = usePartTitle(plan)(part);
  const level = t('nav.levelSuffix', { level: t(`common:levels.${part.level}`) });
  return (
    <NavLink className="part-link" title={`${title}: ${level}`} to={partPath(plan.id, part.id)}>
      <span lang={langOfTitle(part)}>{title}</span>
      <ProposalTag part={part} />
      <span className="visually-hidden">({level})</span>
      {open > 0 && (
        <span className="part-link__open" title={t('nav.openComments', { count: open })}>
          <ChatIcon aria-hidden="true" />
          <span aria-hidden="true">{open}</span>
          <span className="visually-hidden">({t('nav.openComments', { count: open })})</span>
        </span>
      )}
      <span aria-hidden="true" className="part-link__level">
        {t(`common:levels.${part.level}`)}
      </span>
    </NavLink>
  );
}
