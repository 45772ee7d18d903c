import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { dayAsSpoken, isIsoDay } from '../../domain/dates';
import { partsOf } from '../../domain/grouping';
import type { PartView, PlanView } from '../../domain/types';
import { usePartTitle } from '../../i18n/partTitle';
import { partPath } from '../../paths';
import { type Fields, NO_FIELDS, useFieldsOf } from '../../sync';
import { CreatePart } from '../frame/CreatePart';
import { MeasureRows } from '../goals/MeasureRows';
import { GoalStatus } from '../goals/StatusTag';

/** Every goal with its measures, updated live; until `open` only by their titles. */
export function GoalsOverview({ plan, open }: { plan: PlanView; open: boolean }) {
  const { t } = useTranslation('plan');
  const goals = partsOf(plan.parts, 'goal');
  const measures = partsOf(plan.parts, 'measure');
  const fields = useFieldsOf(open ? [...goals, ...measures] : []);
  // Until then any of them may turn out to belong to any goal.
  const settled = measures.every(({ id }) => fields.has(id));
  const goalOf = (measure: PartView) => fields.get(measure.id)?.goal;
  const others = measures.filter((measure) => !goals.some((goal) => goal.id === goalOf(measure)));
  return (
    <section aria-labelledby="goals" className="goals">
      <h2 className="section-heading" id="goals">
        {t('front.goals')}
      </h2>
      {goals.length === 0 && (
        <p className="quiet">
          {t(plan.may_create.includes('goal') ? 'front.goalsEmptyCreate' : 'front.goalsEmpty')}
        </p>
      )}
      {goals.map((goal) => (
        <Goal
          fields={fields}
          goal={goal}
          key={goal.id}
          measures={measures.filter((measure) => goalOf(measure) === goal.id)}
          plan={plan}
          settled={settled}
        />
      ))}
      {others.length > 0 && (
        <div className="goal">
          <h3 className="goal__title">{t('front.otherMeasures')}</h3>
          <MeasureRows fields={fields} measures={others} plan={plan} />
        </div>
      )}
      <CreatePart kind="goal" plan={plan} />
    </section>
  );
}

interface GoalProps {
  plan: PlanView;
  goal: PartView;
  measures: PartView[];
  fields: ReadonlyMap<string, Fields>;
  /** Whether `measures` are all. */
  settled: boolean;
}

function Goal({ plan, goal, measures, fields, settled }: GoalProps) {
  const { t, i18n } = useTranslation('plan');
  const title = usePartTitle(plan)(goal);
  const known = fields.get(goal.id);
  const own = known ?? NO_FIELDS;
  const target = isIsoDay(own.target) && t('goal.by', { date: dayAsSpoken(own.target, i18n.language) });
  return (
    <div className="goal">
      <div className="goal__head">
        <h3 className="goal__title">
          <Link to={partPath(plan.id, goal.id)}>{title}</Link>
        </h3>
        <div className="goal__facts">
          {known && <GoalStatus fields={known} />}
          {target && <span className="quiet">{target}</span>}
        </div>
      </div>
      {measures.length > 0 ? (
        <MeasureRows fields={fields} measures={measures} plan={plan} />
      ) : (
        settled && <p className="quiet goal__none">{t('front.measuresOf', { count: 0 })}</p>
      )}
    </div>
  );
}
