import { CalendarIcon, EyeIcon, HourglassIcon, PersonGroupIcon, PrinterSmallIcon } from '@navikt/aksel-icons';
import type { ComponentProps, ComponentType, ReactNode } from 'react';
import { Link } from 'react-router';
import { isIsoDay, todayInNorway } from '../../domain/dates';
import { partsOf } from '../../domain/grouping';
import { isOwner } from '../../domain/people';
import type { PartView, PlanView } from '../../domain/types';
import { dayAsSpoken } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';
import { grantsPath, partPath, printPath } from '../../paths';
import type { Fields } from '../../sync';

interface GlanceProps {
  plan: PlanView;
  fields: ReadonlyMap<string, Fields>;
  late: number;
}

/**
 * The top of the front page: what one comes for most, in a few lines. Each has its place before it is known, so that the
 * words below stay where they are.
 */
export function Glance({ plan, fields, late }: GlanceProps) {
  const { t } = useTranslation('plan');
  const period = plan.parts.find(({ kind }) => kind === 'period');
  const measures = partsOf(plan.parts, 'measure');
  // Others may be responsible for measures that this reader does not see.
  const lateWords = isOwner(plan) ? 'front.late' : 'front.lateSeen';
  const known = measures.every(({ id }) => fields.has(id));
  return (
    <ul className="plain-list glance">
      <Item Icon={PersonGroupIcon}>
        <a href="#participants">{t('front.takingPart', { count: plan.participants.length })}</a>
      </Item>
      {plan.may_read_grants && (
        <Item Icon={EyeIcon}>
          <Link to={grantsPath(plan.id)}>{t('nav.grants')}</Link>
        </Item>
      )}
      <Revision fields={period && fields.get(period.id)} part={period} plan={plan} />
      {measures.length > 0 && (
        <Item Icon={HourglassIcon}>
          <a href="#goals">{t(known ? lateWords : 'front.lateComing', { count: late })}</a>
        </Item>
      )}
      <Item Icon={PrinterSmallIcon}>
        <Link to={printPath(plan.id)}>{t('front.print')}</Link>
      </Item>
    </ul>
  );
}

interface RevisionProps {
  plan: PlanView;
  /** The period, where one reads it. */
  part: PartView | undefined;
  /** Undefined until they have arrived. */
  fields: Fields | undefined;
}

/** Of the plan of a case its records say when; of another the period. */

function Revision({ plan, part, fields }: RevisionProps) {
  const { t, i18n } = useTranslation('plan');
  if (!part && !plan.next_revision) return null;
  return (
    <Item Icon={CalendarIcon}>{part ? <Link to={partPath(plan.id, part.id)}>{words()}</Link> : words()}</Item>
  );

  function words(): string {
    if (!fields && !plan.next_revision) return t('front.revisionComing');
    const day = plan.next_revision ?? fields?.next_revision;
    if (!isIsoDay(day)) return t('front.noRevision');
    const about = day < todayInNorway() ? 'period.overdue' : 'front.revision';
    return t(about, { date: dayAsSpoken(day, i18n.language) });
  }
}

interface ItemProps {
  Icon: ComponentType<ComponentProps<typeof EyeIcon>>;
  children: ReactNode;
}

function Item({ Icon, children }: ItemProps) {
  return (
    <li className="glance__item">
      <Icon aria-hidden="true" fontSize="1.375rem" />
      {children}
    </li>
  );
}
