import { CalendarIcon, EyeIcon, HourglassIcon, PersonGroupIcon, PrinterSmallIcon } from '@navikt/aksel-icons';
import type { ComponentProps, ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { dayAsSpoken, isIsoDay, todayHere } from '../../domain/dates';
import type { PartView, PlanView } from '../../domain/types';
import { grantsPath, partPath, printPath } from '../../paths';
import type { Fields } from '../../sync';

interface GlanceProps {
  plan: PlanView;
  fields: ReadonlyMap<string, Fields>;
  late: number;
}

/** The top of the front page: what one comes for most, in a few lines. */
export function Glance({ plan, fields, late }: GlanceProps) {
  const { t } = useTranslation('plan');
  const period = plan.parts.find(({ kind }) => kind === 'period');
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
      {period && <Revision day={fields.get(period.id)?.next_revision} part={period} plan={plan} />}
      {late > 0 && (
        <Item Icon={HourglassIcon}>
          <a href="#goals">{t('plans.late', { count: late })}</a>
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
  part: PartView;
  day: string | undefined;
}

function Revision({ plan, part, day }: RevisionProps) {
  const { t, i18n } = useTranslation('plan');
  if (!isIsoDay(day)) return null;
  const words = day < todayHere() ? 'period.overdue' : 'front.revision';
  return (
    <Item Icon={CalendarIcon}>
      <Link to={partPath(plan.id, part.id)}>{t(words, { date: dayAsSpoken(day, i18n.language) })}</Link>
    </Item>
  );
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
