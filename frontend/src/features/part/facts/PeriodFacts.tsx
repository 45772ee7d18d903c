import { Alert } from '@digdir/designsystemet-react';
import { isIsoDay, todayInNorway } from '../../../domain/dates';
import { endsBeforeStart } from '../../../domain/measure';
import { dayAsSpoken } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { ReadField } from '../fields/ReadField';
import { type FactsProps, KindField } from './KindField';

/** The day that its case has decided stands in place of the field, and what was written in that before says so. */
export function PeriodFacts(props: FactsProps) {
  const { t, i18n } = useTranslation('plan');
  const { start, end, next_revision: written } = props.fields;
  const decided = props.plan.next_revision;
  const next = decided ?? written;
  const overdue = isIsoDay(next) && next < todayInNorway() ? dayAsSpoken(next, i18n.language) : null;
  const warning = endsBeforeStart(start, end) ? t('period.endBeforeStart') : undefined;
  return (
    <section aria-label={t('period.facts')} className="facts">
      {overdue && <Alert data-color="warning">{t('period.overdue', { date: overdue })}</Alert>}
      <div className="facts__grid">
        <KindField {...props} kind="period" name="start" />
        <KindField {...props} kind="period" name="end" warning={warning} />
        {decided ? (
          <ReadField label={t('period.next_revision')} value={dayAsSpoken(decided, i18n.language)} />
        ) : (
          <KindField {...props} kind="period" name="next_revision" />
        )}
      </div>
      {decided && <p className="quiet">{t('period.decided')}</p>}
      {decided && isIsoDay(written) && written !== decided && (
        <p className="quiet">{t('period.written', { date: dayAsSpoken(written, i18n.language) })}</p>
      )}
    </section>
  );
}
