import { partsOf } from '../../../domain/grouping';
import { putAwayOf } from '../../../domain/putAway';
import { usePartTitle } from '../../../i18n/partTitle';
import { useTranslation } from '../../../i18n/useTranslation';
import { writeScalar } from '../../../sync';
import { ChoiceField } from '../fields/ChoiceField';
import type { FactsProps } from './KindField';

/** The goal that a measure belongs to. */
export function GoalChoice({ plan, doc, fields, editable }: FactsProps) {
  const { t } = useTranslation('plan');
  const titleOf = usePartTitle(plan);
  const goals = partsOf(plan.parts, 'goal').map((goal) => ({ value: goal.id, words: titleOf(goal) }));
  const chosen = fields.goal ?? '';
  // The chosen goal may be hidden from this person: show that, and do not lose the value by showing "none".
  const hidden = chosen !== '' && !goals.some(({ value }) => value === chosen);
  const away = putAwayOf(plan).find(({ id }) => id === chosen);
  const hiddenWords = away ? t('putAway.named', { title: titleOf(away) }) : t('measure.hiddenGoal');
  const choices = [
    { value: '', words: t('measure.noGoal') },
    ...(hidden ? [{ value: chosen, words: hiddenWords }] : []),
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
