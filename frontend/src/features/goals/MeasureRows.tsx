import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { todayHere } from '../../domain/dates';
import { lateFirst } from '../../domain/measure';
import { namedIn } from '../../domain/people';
import type { PartView, PlanView } from '../../domain/types';
import { usePartTitle } from '../../i18n/partTitle';
import { usePeopleWords } from '../../i18n/usePeopleWords';
import { partPath } from '../../paths';
import { type Fields, NO_FIELDS } from '../../sync';
import { MeasureStatus } from './StatusTag';
import './goals.css';

interface MeasureRowsProps {
  plan: PlanView;
  measures: PartView[];
  fields: ReadonlyMap<string, Fields>;
}

/** A list of measures, late ones first: title, extent, responsible person, status and day. */
export function MeasureRows({ plan, measures, fields }: MeasureRowsProps) {
  const today = todayHere();
  const of = (part: PartView) => fields.get(part.id) ?? NO_FIELDS;
  const ordered = measures.toSorted((one, other) => lateFirst(of(one), of(other), today));
  return (
    <ul className="plain-list measures">
      {ordered.map((measure) => (
        <MeasureRow fields={of(measure)} key={measure.id} part={measure} plan={plan} />
      ))}
    </ul>
  );
}

function MeasureRow({ plan, part, fields }: { plan: PlanView; part: PartView; fields: Fields }) {
  const { t } = useTranslation('plan');
  const { nameAndRole, nameAndFormer } = usePeopleWords();
  const title = usePartTitle(plan)(part);
  const responsible = namedIn(plan, part.responsible);
  const words = responsible?.former ? nameAndFormer : nameAndRole;
  const responsibleName =
    responsible && (responsible.person.id === plan.me ? t('measure.yours') : words(responsible.person));
  return (
    <li className="measure-row">
      <div className="measure-row__words">
        <Link className="measure-row__title" to={partPath(plan.id, part.id)}>
          {title}
        </Link>
        <span className="quiet">
          {[fields.extent, responsibleName].filter((words) => words?.trim()).join(' · ') ||
            t('measure.nobody')}
        </span>
      </div>
      <MeasureStatus fields={fields} />
    </li>
  );
}
