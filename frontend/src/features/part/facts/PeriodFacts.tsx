import { Alert } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import { dayAsSpoken, isIsoDay, todayHere } from '../../../domain/dates';
import { type FactsProps, KindField } from './KindField';

export function PeriodFacts(props: FactsProps) {
  const { t, i18n } = useTranslation('plan');
  const { next_revision: next } = props.fields;
  const overdue = isIsoDay(next) && next < todayHere() ? dayAsSpoken(next, i18n.language) : null;
  return (
    <section aria-label={t('period.facts')} className="facts">
      {overdue && <Alert data-color="warning">{t('period.overdue', { date: overdue })}</Alert>}
      <div className="facts__grid">
        <KindField {...props} kind="period" name="start" />
        <KindField {...props} kind="period" name="next_revision" />
        <KindField {...props} kind="period" name="end" />
      </div>
    </section>
  );
}
