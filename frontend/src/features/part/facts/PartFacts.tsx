import type { ComponentType, ReactNode } from 'react';
import { factsOf, hasFields, type KindWithFields } from '../../../domain/kinds';
import { useTranslation } from '../../../i18n/useTranslation';
import { GoalFacts } from './GoalFacts';
import type { FactsProps } from './KindField';
import { MeasureFacts } from './MeasureFacts';
import { PeriodFacts } from './PeriodFacts';
import { Placement } from './Placement';

interface PartFactsProps extends FactsProps {
  /** What a goal offers to whoever may add a measure. */
  addMeasure: ReactNode;
}

/** The layout of the fields of each kind that has fields. */
const LAYOUTS: Record<KindWithFields, ComponentType<PartFactsProps>> = {
  goal: GoalFacts,
  measure: MeasureFacts,
  period: PeriodFacts,
};

/** The fields of a part, depending on its kind; most kinds have none. */
export function PartFacts(props: PartFactsProps) {
  const { t } = useTranslation('plan');
  const { part, plan, editable } = props;
  if (hasFields(part.kind)) {
    const Layout = LAYOUTS[part.kind];
    return <Layout {...props} />;
  }
  const { responsible, own, area } = factsOf(part.kind);
  if (!area && (!responsible || own)) return null;
  return (
    <section aria-label={t('placement.label')} className="facts">
      <div className="facts__grid">
        <Placement editable={editable} part={part} plan={plan} />
      </div>
    </section>
  );
}
