import type { ReactNode } from 'react';
import { isIsoDay } from '../../../domain/dates';
import { partsOf } from '../../../domain/grouping';
import { isOwner } from '../../../domain/people';
import { capitalised } from '../../../i18n/capitalised';
import { dayAsSpoken } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { NO_FIELDS, useFieldsOf } from '../../../sync';
import { MeasureRows } from '../../goals/MeasureRows';
import { NoMeasures } from '../../goals/NoMeasures';
import { GoalStatus } from '../../goals/StatusTag';
import { EditableFacts } from './EditableFacts';
import { type FactsProps, KindField } from './KindField';

export function GoalFacts(props: FactsProps & { addMeasure: ReactNode }) {
  const { t } = useTranslation('plan');
  const { fields, editable } = props;
  return (
    <section aria-label={t('goal.facts')} className="facts">
      {editable ? <KindField {...props} kind="goal" name="status" open /> : <GoalStatus fields={fields} />}
      <EditableFacts
        bare={false}
        editable={editable}
        form={<GoalForm {...props} />}
        label={t('goal.facts')}
        summary={<GoalSummary fields={fields} />}
      />
      <GoalMeasures {...props} />
    </section>
  );
}

function GoalForm(props: FactsProps) {
  const { t } = useTranslation('plan');
  const target = t(isOwner(props.plan) ? 'goal.target' : 'goal.targetOther');
  return (
    <>
      <KindField {...props} kind="goal" name="title" />
      <KindField {...props} kind="goal" label={target} name="target" />
    </>
  );
}

/** What the title above does not say. */
function GoalSummary({ fields: { target } }: Pick<FactsProps, 'fields'>) {
  const { t, i18n } = useTranslation('plan');
  if (!isIsoDay(target)) return null;
  const by = t('goal.by', { date: dayAsSpoken(target, i18n.language) });
  return <p className="sentence">{capitalised(by)}.</p>;
}

function GoalMeasures({ plan, part, addMeasure }: FactsProps & { addMeasure: ReactNode }) {
  const { t } = useTranslation('plan');
  const measures = partsOf(plan.parts, 'measure');
  const all = useFieldsOf(measures);
  const ofGoal = measures.filter((measure) => (all.get(measure.id) ?? NO_FIELDS).goal === part.id);
  const known = measures.every((measure) => all.has(measure.id));
  return (
    <>
      <h2 className="section-heading">{t('goal.measures')}</h2>
      {ofGoal.length > 0 && <MeasureRows fields={all} measures={ofGoal} plan={plan} />}
      {ofGoal.length === 0 && known && <NoMeasures plan={plan} />}
      <div>{addMeasure}</div>
    </>
  );
}
