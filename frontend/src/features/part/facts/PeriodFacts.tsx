import { Alert } from '@digdir/designsystemet-react';
import { isIsoDay, todayInNorway } from '../../../domain/dates';
import { endsBeforeStart } from '../../../domain/measure';
import { dayAsSpoken } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { type FactsProps, KindField } from './KindField';

export function PeriodFacts(props: FactsProps) {
  const { t, i18n } = useTranslation('plan');
  const { start, end, next_revision: next } = props.fields;
  const overdue = isIsoDay(next) && next < todayInNorway() ? dayAsSpoken(next, i18n.language) : null;
  const warning = endsBeforeStart(start, end) ? t('period.endBeforeStart') : undefined;
  return (
    <section aria-label={t('period.facts')} className="facts">
      {overdue && <Alert data-color="warning">{t('period.overdue', { date: overdue })}</Alert>}
      <div className="facts__grid">
        <KindField {...props} kind="period" name="start" />
        <KindField {...props} kind="period" name="end" warning={warning} />
        <KindField {...props} kind="period" name="next_revision" />
      </div>
    </section>
  );
}
