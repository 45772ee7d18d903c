import { Link } from 'react-router';
import { todayInNorway } from '../../domain/dates';
import { dueBy, lateFirst } from '../../domain/measure';
import { namedIn, unseenResponsible } from '../../domain/people';
import type { PartView, PlanView } from '../../domain/types';
import { usePartTitle } from '../../i18n/partTitle';
import { dayAsSpoken } from '../../i18n/spoken';
import { langOfTitle, THEIRS } from '../../i18n/theirWords';
import { usePeopleWords } from '../../i18n/usePeopleWords';
import { useTranslation } from '../../i18n/useTranslation';
import { partPath } from '../../paths';
import { type Fields, NO_FIELDS } from '../../sync';
import { ProposalTag } from '../../ui/marks/ProposalTag';
import { MeasureStatus } from './StatusTag';
import './goals.css';
import { Dotted } from '../../ui/marks/Dotted';

interface MeasureRowsProps {
  plan: PlanView;
  measures: PartView[];
  fields: ReadonlyMap<string, Fields>;
}

/** A list of measures, late ones first: title, extent, deadline, responsible person and status. */
export function MeasureRows({ plan, measures, fields }: MeasureRowsProps) {
  const today = todayInNorway();
  const of = (part: PartView) => fields.get(part.id) ?? NO_FIELDS;
  const ordered = measures.toSorted((one, other) => lateFirst(of(one), of(other), today));
  return (
    <ul className="plain-list measures">
      {ordered.map((measure) => (
        <MeasureRow fields={fields.get(measure.id)} key={measure.id} part={measure} plan={plan} />
      ))}
    </ul>
  );
}

interface MeasureRowProps {
  plan: PlanView;
  part: PartView;
  /** Undefined until they have arrived: then nothing is said of them. */
  fields: Fields | undefined;
}

function MeasureRow({ plan, part, fields }: MeasureRowProps) {
  const { t, i18n } = useTranslation('plan');
  const { nameAndRole, nameAndFormer } = usePeopleWords();
  const title = usePartTitle(plan)(part);
  const responsible = namedIn(plan, part.responsible);
  const words = responsible?.former ? nameAndFormer : nameAndRole;
  const responsibleName =
    responsible && (responsible.person.id === plan.me ? t('measure.yours') : words(responsible.person));
  const due = fields && dueBy(fields, todayInNorway());
  const extent = fields?.extent?.trim();
  const said = [
    due && t('measure.dueRow', { date: dayAsSpoken(due, i18n.language) }),
    part.responsible ? responsibleName : t('placement.nobody'),
    unseenResponsible(plan, part) && t('share.unseenRow'),
  ];
  return (
    <li className="measure-row">
      <div className="measure-row__words">
        <Link className="measure-row__title" lang={langOfTitle(part)} to={partPath(plan.id, part.id)}>
          {title}
        </Link>
        <span className="quiet">
          <Dotted
            facts={[extent && <span {...THEIRS}>{extent}</span>, ...said.map((words) => words?.trim())]}
          />
        </span>
      </div>
      <span className="status">
        <ProposalTag part={part} />
        {fields && <MeasureStatus fields={fields} />}
      </span>
    </li>
  );
}
