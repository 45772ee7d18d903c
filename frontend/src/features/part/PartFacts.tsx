import { Alert } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import type * as Y from 'yjs';
import { dayAsSpoken, isIsoDay, todayHere } from '../../domain/dates';
import { partsOf } from '../../domain/grouping';
import { participantOf } from '../../domain/people';
import type { PartView, PlanView } from '../../domain/types';
import { usePartTitle } from '../../i18n/partTitle';
import { type Fields, NO_FIELDS, textField, useFieldsOf, writeScalar } from '../../sync';
import { MeasureRows } from '../goals/MeasureRows';
import { ChoiceField } from './fields/ChoiceField';
import { DateField } from './fields/DateField';
import { SharedTextField } from './fields/SharedTextField';
import { Placement } from './Placement';

export interface FactsProps {
  plan: PlanView;
  part: PartView;
  doc: Y.Doc;
  fields: Fields;
  editable: boolean;
}

/** The fields of a part, by its kind; sections other than the period have none. */
export function PartFacts(props: FactsProps) {
  switch (props.part.kind) {
    case 'measure':
      return <MeasureFacts {...props} />;
    case 'goal':
      return <GoalFacts {...props} />;
    case 'period':
      return <PeriodFacts {...props} />;
    default:
      return null;
  }
}

function MeasureFacts({ plan, part, doc, fields, editable }: FactsProps) {
  const { t } = useTranslation('plan');
  const write = (name: string) => (value: string) => writeScalar(doc, name, value);
  const text = (name: string) => ({ text: textField(doc, name), value: fields[name], editable });
  return (
    <section aria-label={t('measure.facts')} className="facts">
      <MeasureSentence fields={fields} part={part} plan={plan} />
      {editable && <SharedTextField {...text('title')} label={t('measure.title')} large oneLine />}
      <SharedTextField {...text('extent')} label={t('measure.extent')} />
      <SharedTextField {...text('how')} label={t('measure.how')} />
      <div className="facts__grid">
        <ChoiceField
          choices={wordsFor(t, 'measure.statuses', ['planned', 'started', 'done', 'stopped'])}
          editable={editable}
          label={t('measure.status')}
          onWrite={write('status')}
          value={fields.status}
        />
        <GoalChoice doc={doc} editable={editable} fields={fields} part={part} plan={plan} />
        <Placement editable={editable} part={part} plan={plan} />
        <DateField
          editable={editable}
          label={t('measure.start')}
          onWrite={write('start')}
          value={fields.start}
        />
        <DateField editable={editable} label={t('measure.due')} onWrite={write('due')} value={fields.due} />
        <ChoiceField
          choices={wordsFor(t, 'measure.decisions', ['none', 'applied', 'granted', 'refused', 'not-needed'])}
          editable={editable}
          label={t('measure.decision')}
          onWrite={write('decision')}
          value={fields.decision}
        />
      </div>
      <p className="not-decision">{t('measure.notDecision')}</p>
    </section>
  );
}

/** The measure as one would say it, before its fields. */
function MeasureSentence({ plan, part, fields }: { plan: PlanView; part: PartView; fields: Fields }) {
  const { t, i18n } = useTranslation('plan');
  const words = (day: string | undefined) => (isIsoDay(day) ? dayAsSpoken(day, i18n.language) : null);
  const start = words(fields.start);
  const due = words(fields.due);
  const when = [start && t('measure.from', { date: start }), due && t('measure.until', { date: due })]
    .filter(Boolean)
    .join(' ');
  const amount = [withoutStop(fields.extent), when].filter(Boolean).join(', ');
  const person = participantOf(plan, part.responsible);
  const sentences = [withoutStop(fields.title), capitalised(amount)]
    .filter(Boolean)
    .map((words) => `${words}.`);
  if (person) sentences.push(t('measure.responsibleIs', { name: person.name }));
  if (sentences.length === 0) return null;
  return <p className="sentence">{sentences.join(' ')}</p>;
}

/** What people end with a full stop must not end with two. */
function withoutStop(words: string | undefined): string {
  return (words ?? '').trim().replace(/[.\s]+$/u, '');
}

function capitalised(words: string): string {
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

function GoalChoice({ plan, part: _part, doc, fields, editable }: FactsProps) {
  const { t } = useTranslation('plan');
  const titleOf = usePartTitle(plan);
  const goals = partsOf(plan.parts, 'goal').map((goal) => ({ value: goal.id, words: titleOf(goal) }));
  const chosen = fields.goal ?? '';
  // The goal may be one that this person may not see: say so, and do not lose it by showing "none".
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

function GoalFacts({ plan, part, doc, fields, editable }: FactsProps) {
  const { t } = useTranslation('plan');
  const measures = partsOf(plan.parts, 'measure');
  const all = useFieldsOf(measures);
  const mine = measures.filter((measure) => (all.get(measure.id) ?? NO_FIELDS).goal === part.id);
  const own = plan.participants.some(({ id, role }) => id === plan.me && role === 'owner');
  return (
    <section aria-label={t('goal.facts')} className="facts">
      {editable && (
        <SharedTextField
          editable
          label={t('goal.title')}
          large
          oneLine
          text={textField(doc, 'title')}
          value={fields.title}
        />
      )}
      <div className="facts__grid">
        <ChoiceField
          choices={wordsFor(t, 'goal.statuses', ['open', 'reached', 'dropped'])}
          editable={editable}
          label={t('goal.status')}
          onWrite={(value) => writeScalar(doc, 'status', value)}
          value={fields.status}
        />
        <DateField
          editable={editable}
          label={t(own ? 'goal.target' : 'goal.targetOther')}
          onWrite={(day) => writeScalar(doc, 'target', day)}
          value={fields.target}
        />
      </div>
      <h2 className="section-heading">{t('goal.measures')}</h2>
      {mine.length > 0 ? (
        <MeasureRows fields={all} measures={mine} plan={plan} />
      ) : (
        <p className="quiet">{t('goal.noMeasures')}</p>
      )}
    </section>
  );
}

function PeriodFacts({ doc, fields, editable }: FactsProps) {
  const { t, i18n } = useTranslation('plan');
  const { next_revision: next, end } = fields;
  const overdue = isIsoDay(next) && next < todayHere() ? dayAsSpoken(next, i18n.language) : null;
  const days = { start: fields.start, next_revision: next, end };
  return (
    <section aria-label={t('period.facts')} className="facts">
      {overdue && <Alert data-color="warning">{t('period.overdue', { date: overdue })}</Alert>}
      <div className="facts__grid">
        {Object.entries(days).map(([name, day]) => (
          <DateField
            editable={editable}
            key={name}
            label={t(`period.${name}`)}
            onWrite={(written) => writeScalar(doc, name, written)}
            value={day}
          />
        ))}
      </div>
    </section>
  );
}

function wordsFor(t: (key: string) => string, prefix: string, values: string[]) {
  return values.map((value) => ({ value, words: t(`${prefix}.${value}`) }));
}
