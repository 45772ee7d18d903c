import { Link } from 'react-router';
import { isIsoDay } from '../../../domain/dates';
import { endsBeforeStart } from '../../../domain/measure';
import { namedIn } from '../../../domain/people';
import { everyPart } from '../../../domain/putAway';
import { capitalised } from '../../../i18n/capitalised';
import { useGoalTitle } from '../../../i18n/partTitle';
import { dayAsSpoken } from '../../../i18n/spoken';
import { langOfTitle, THEIRS } from '../../../i18n/theirWords';
import { usePeopleWords } from '../../../i18n/usePeopleWords';
import { useTranslation } from '../../../i18n/useTranslation';
import { partPath } from '../../../paths';
import { ReadField } from '../fields/ReadField';
import { type FactsProps, KindField } from './KindField';
import { UnseenResponsible } from './UnseenResponsible';

/** A measure in sentences, and what these do not say; its title stands above. */
export function MeasureSummary(props: FactsProps) {
  const { t } = useTranslation(['plan', 'common']);
  const { fields, part } = props;
  const area = t(`common:areas.${part.area ?? 'general'}`);
  const extent = withStop(fields.extent);
  const sentences = [usePeriodWords(props), useResponsibleWords(props)];
  return (
    <>
      <p className="sentence">
        {extent && <span {...THEIRS}>{extent}</span>} {sentences.filter(Boolean).join(' ')}
      </p>
      <UnseenResponsible part={part} plan={props.plan} />
      {endsBeforeStart(fields.start, fields.due) && (
        <p className="read-field__warning">{t('measure.dueBeforeStart')}</p>
      )}
      {fields.how?.trim() && <ReadField label={t('measure.how')} theirs value={fields.how} />}
      <div className="facts__grid">
        {fields.goal && <ReadField label={t('measure.goal')} value={<GoalLink {...props} />} />}
        <KindField {...props} editable={false} kind="measure" name="decision" />
        <ReadField label={t('placement.area')} value={capitalised(area)} />
      </div>
    </>
  );
}

/** Ends with one full stop, or with the sign that it ends with already. */
function withStop(words: string | undefined): string {
  const plain = (words ?? '').trim().replace(/(?<!\.)\.$/u, '');
  return /(?:^|[.!?…])$/u.test(plain) ? plain : `${plain}.`;
}

function usePeriodWords({ fields }: FactsProps): string {
  const { t, i18n } = useTranslation('plan');
  const words = (day: string | undefined) => (isIsoDay(day) ? dayAsSpoken(day, i18n.language) : '');
  const [start, due] = [words(fields.start), words(fields.due)];
  if (start && due) return t('measure.period', { start, due });
  if (start) return t('measure.startsOn', { date: start });
  return due && t('measure.dueOn', { date: due });
}

function useResponsibleWords({ plan, part }: FactsProps): string {
  const { t } = useTranslation('plan');
  const { nameAndFormer } = usePeopleWords();
  if (!part.responsible) return `${t('placement.nobody')}.`;
  const named = namedIn(plan, part.responsible);
  if (!named) return t('measure.responsibleIs', { name: t('placement.hidden').toLowerCase() });
  return t('measure.responsibleIs', { name: named.former ? nameAndFormer(named.person) : named.person.name });
}

function GoalLink({ plan, fields }: FactsProps) {
  const goalTitle = useGoalTitle(plan);
  const goal = everyPart(plan).find(({ id }) => id === fields.goal);
  if (!goal) return goalTitle('');
  return (
    <Link className="ds-link" lang={langOfTitle(goal)} to={partPath(plan.id, goal.id)}>
      {goalTitle(goal.id)}
    </Link>
  );
}
