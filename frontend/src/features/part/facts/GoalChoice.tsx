import { partsOf } from '../../../domain/grouping';
import { useGoalTitle } from '../../../i18n/partTitle';
import { useTranslation } from '../../../i18n/useTranslation';
import { writeScalar } from '../../../sync';
import { ChoiceField } from '../fields/ChoiceField';
import type { FactsProps } from './KindField';

/** The goal that a measure belongs to. */
export function GoalChoice({ plan, doc, fields, editable }: FactsProps) {
  const { t } = useTranslation('plan');
  const goalTitle = useGoalTitle(plan);
  const goals = partsOf(plan.parts, 'goal').map((goal) => ({ value: goal.id, words: goalTitle(goal.id) }));
  const chosen = fields.goal ?? '';
  // The chosen goal may be hidden from this person: show that, and do not lose the value by showing "none".
  const hidden = chosen !== '' && !goals.some(({ value }) => value === chosen);
  const choices = [
    { value: '', words: t('measure.noGoal') },
    ...(hidden ? [{ value: chosen, words: goalTitle(chosen) }] : []),
    ...goals,
  ];
  return (
    <ChoiceField
      choices={choices}
      editable={editable}
      label={t('measure.goal')}
      name="goal"
      onWrite={(value) => writeScalar(doc, 'goal', value)}
      value={chosen}
    />
  );
}
