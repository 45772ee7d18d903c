import { useTranslation } from 'react-i18next';
import { partsOf } from '../../../domain/grouping';
import { isOwner } from '../../../domain/people';
import { NO_FIELDS, useFieldsOf } from '../../../sync';
import { MeasureRows } from '../../goals/MeasureRows';
import { NoMeasures } from '../../goals/NoMeasures';
import { type FactsProps, KindField } from './KindField';

export function GoalFacts(props: FactsProps) {
  const { t } = useTranslation('plan');
  const { plan, part } = props;
  const measures = partsOf(plan.parts, 'measure');
  const all = useFieldsOf(measures);
  const mine = measures.filter((measure) => (all.get(measure.id) ?? NO_FIELDS).goal === part.id);
  return (
    <section aria-label={t('goal.facts')} className="facts">
      <KindField {...props} kind="goal" name="title" />
      <div className="facts__grid">
        <KindField {...props} kind="goal" name="status" />
        <KindField
          {...props}
          kind="goal"
          label={t(isOwner(plan) ? 'goal.target' : 'goal.targetOther')}
          name="target"
        />
      </div>
      <h2 className="section-heading">{t('goal.measures')}</h2>
      {mine.length > 0 ? (
        <MeasureRows fields={all} measures={mine} plan={plan} />
      ) : (
        <NoMeasures plan={plan} />
      )}
    </section>
  );
}
