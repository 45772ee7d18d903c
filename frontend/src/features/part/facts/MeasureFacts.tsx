import { endsBeforeStart } from '../../../domain/measure';
import { useTranslation } from '../../../i18n/useTranslation';
import { MeasureStatus, MeasureTimes } from '../../goals/StatusTag';
import { EditableFacts } from './EditableFacts';
import { GoalChoice } from './GoalChoice';
import { type FactsProps, KindField } from './KindField';
import { MeasureSummary } from './MeasureSummary';
import { Placement } from './Placement';

export function MeasureFacts(props: FactsProps) {
  const { t } = useTranslation('plan');
  const { fields, editable } = props;
  const bare = !(fields.extent || fields.how || fields.start || fields.due);
  return (
    <section aria-label={t('measure.facts')} className="facts">
      {editable ? (
        <>
          <KindField {...props} kind="measure" name="status" open />
          <MeasureTimes fields={fields} />
        </>
      ) : (
        <MeasureStatus fields={fields} />
      )}
      <EditableFacts
        bare={bare}
        editable={editable}
        form={<MeasureForm {...props} />}
        label={t('measure.facts')}
        summary={<MeasureSummary {...props} />}
      />
      <p className="not-decision">{t('measure.notDecision')}</p>
    </section>
  );
}

function MeasureForm(props: FactsProps) {
  const { t } = useTranslation('plan');
  const { part, plan, fields, editable } = props;
  return (
    <>
      <KindField {...props} kind="measure" name="title" />
      <KindField {...props} kind="measure" name="extent" />
      <KindField {...props} kind="measure" name="how" />
      <div className="facts__grid">
        <KindField {...props} kind="measure" name="start" />
        <KindField
          {...props}
          kind="measure"
          name="due"
          warning={endsBeforeStart(fields.start, fields.due) ? t('measure.dueBeforeStart') : undefined}
        />
        <GoalChoice {...props} />
        <Placement editable={editable} part={part} plan={plan} />
        <KindField {...props} kind="measure" name="decision" />
      </div>
    </>
  );
}
