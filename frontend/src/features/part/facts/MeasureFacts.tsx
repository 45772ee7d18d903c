import { useTranslation } from 'react-i18next';
import { dayAsSpoken, isIsoDay } from '../../../domain/dates';
import { partsOf } from '../../../domain/grouping';
import { namedIn } from '../../../domain/people';
import type { PartView, PlanView } from '../../../domain/types';
import { usePartTitle } from '../../../i18n/partTitle';
import { usePeopleWords } from '../../../i18n/usePeopleWords';
import { type Fields, writeScalar } from '../../../sync';
import { LateMark } from '../../goals/LateMark';
import { ChoiceField } from '../fields/ChoiceField';
import { capitalised } from './capitalised';
import { type FactsProps, KindField } from './KindField';
import { Placement } from './Placement';

export function MeasureFacts(props: FactsProps) {
  const { t } = useTranslation('plan');
  const { plan, part, fields, editable } = props;
  return (
    <section aria-label={t('measure.facts')} className="facts">
      <MeasureSentence fields={fields} part={part} plan={plan} />
      <LateMark fields={fields} />
      <KindField {...props} kind="measure" name="title" />
      <KindField {...props} kind="measure" name="extent" />
      <KindField {...props} kind="measure" name="how" />
      <div className="facts__grid">
        <KindField {...props} kind="measure" name="status" />
        <GoalChoice {...props} />
        <Placement editable={editable} part={part} plan={plan} />
        <KindField {...props} kind="measure" name="start" />
        <KindField {...props} kind="measure" name="due" />
        <KindField {...props} kind="measure" name="decision" />
      </div>
      <p className="not-decision">{t('measure.notDecision')}</p>
    </section>
  );
}

/** The measure as a sentence, shown above its fields. */
function MeasureSentence({ plan, part, fields }: { plan: PlanView; part: PartView; fields: Fields }) {
  const { t, i18n } = useTranslation('plan');
  const words = (day: string | undefined) => (isIsoDay(day) ? dayAsSpoken(day, i18n.language) : null);
  const start = words(fields.start);
  const due = words(fields.due);
  const when = [start && t('measure.from', { date: start }), due && t('measure.until', { date: due })]
    .filter(Boolean)
    .join(' ');
  const amount = [withoutStop(fields.extent), when].filter(Boolean).join(', ');
  const { nameAndFormer } = usePeopleWords();
  const responsible = namedIn(plan, part.responsible);
  const sentences = [withoutStop(fields.title), capitalised(amount)]
    .filter(Boolean)
    .map((words) => `${words}.`);
  if (responsible) {
    const { person, former } = responsible;
    sentences.push(t('measure.responsibleIs', { name: former ? nameAndFormer(person) : person.name }));
  }
  if (sentences.length === 0) return null;
  return <p className="sentence">{sentences.join(' ')}</p>;
}

/** Remove a final full stop, since one is added. */
function withoutStop(words: string | undefined): string {
  return (words ?? '').trim().replace(/[.\s]+$/u, '');
}

function GoalChoice({ plan, doc, fields, editable }: FactsProps) {
  const { t } = useTranslation('plan');
  const titleOf = usePartTitle(plan);
  const goals = partsOf(plan.parts, 'goal').map((goal) => ({ value: goal.id, words: titleOf(goal) }));
  const chosen = fields.goal ?? '';
  // The chosen goal may be hidden from this person: show that, and do not lose the value by showing "none".
  const hidden = chosen !== '' && !goals.some(({ value }) => value === chosen);
  const choices = [
    { value: '', words: t('measure.noGoal') },
    ...(hidden ? [{ value: chosen, words: t('measure.hiddenGoal') }] : []),
    ...goals,
  ];
  return (
    <ChoiceField
      choices={choices}
      editable={editable}
      label={t('measure.goal')}
      onWrite={(value) => writeScalar(doc, 'goal', value)}
      value={chosen}
    />
  );
}
