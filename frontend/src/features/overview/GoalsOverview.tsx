import { Button } from '@digdir/designsystemet-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { isIsoDay } from '../../domain/dates';
import { partsOf } from '../../domain/grouping';
import type { PartView, PlanView } from '../../domain/types';
import { usePartTitle } from '../../i18n/partTitle';
import { dayAsSpoken } from '../../i18n/spoken';
import { langOfTitle } from '../../i18n/theirWords';
import { useTranslation } from '../../i18n/useTranslation';
import { partPath } from '../../paths';
import { type Fields, NO_FIELDS } from '../../sync';
import { ProposalTag } from '../../ui/marks/ProposalTag';
import { CreatePart } from '../frame/CreatePart';
import { MeasureRows } from '../goals/MeasureRows';
import { NoMeasures } from '../goals/NoMeasures';
import { GoalStatus } from '../goals/StatusTag';

interface GoalsOverviewProps {
  plan: PlanView;
  fields: ReadonlyMap<string, Fields>;
  late: PartView[];
}

/** Every goal with its measures, or the late measures alone. */
export function GoalsOverview({ plan, fields, late }: GoalsOverviewProps) {
  const { t } = useTranslation('plan');
  const [lateAlone, setLateAlone] = useState(false);
  const goals = partsOf(plan.parts, 'goal');
  const measures = partsOf(plan.parts, 'measure');
  return (
    <section aria-labelledby="goals" className="goals">
      <h2 className="section-heading" id="goals">
        {t('front.goals')}
      </h2>
      {late.length > 0 && (
        <LateCount alone={lateAlone} count={late.length} onToggle={() => setLateAlone(!lateAlone)} />
      )}
      {lateAlone && late.length > 0 ? (
        <div className="goal">
          <MeasureRows fields={fields} measures={late} plan={plan} />
        </div>
      ) : (
        <AllGoals fields={fields} goals={goals} measures={measures} plan={plan} />
      )}
      <CreatePart kind="goal" plan={plan} />
    </section>
  );
}

interface LateCountProps {
  count: number;
  alone: boolean;
  onToggle: () => void;
}

function LateCount({ count, alone, onToggle }: LateCountProps) {
  const { t } = useTranslation('plan');
  return (
    <div className="goals__late">
      <p>{t('plans.late', { count })}</p>
      <Button aria-pressed={alone} data-size="sm" onClick={onToggle} variant="secondary">
        {t('front.lateAlone')}
      </Button>
    </div>
  );
}

interface AllGoalsProps {
  plan: PlanView;
  goals: PartView[];
  measures: PartView[];
  fields: ReadonlyMap<string, Fields>;
}

function AllGoals({ plan, goals, measures, fields }: AllGoalsProps) {
  const { t } = useTranslation('plan');
  // Until then any of them may turn out to belong to any goal.
  const settled = measures.every(({ id }) => fields.has(id));
  const goalOf = (measure: PartView) => fields.get(measure.id)?.goal;
  const others = measures.filter((measure) => !goals.some((goal) => goal.id === goalOf(measure)));
  return (
    <>
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
    </>
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
          <Link lang={langOfTitle(goal)} to={partPath(plan.id, goal.id)}>
            {title}
          </Link>
        </h3>
        <div className="goal__facts">
          <ProposalTag part={goal} />
          {known && <GoalStatus fields={known} />}
          {target && <span className="quiet">{target}</span>}
        </div>
      </div>
      {measures.length > 0 ? (
        <MeasureRows fields={fields} measures={measures} plan={plan} />
      ) : (
        settled && <NoMeasures plan={plan} />
      )}
    </div>
  );
}
