import { Link, useParams } from 'react-router';
import { useTranslation } from '../../i18n/useTranslation';
import { deskPath } from '../../paths';
import { UnitPage } from '../../ui/unit/UnitPage';
import { ReportForm } from './report/ReportForm';
import '../../i18n/cases';
import './desk/words';
import './cases.css';

/** The unit types what somebody said on the phone, wrote on paper or raised in a meeting. */
export function TypedReportPage() {
  const { t } = useTranslation('cases');
  const { municipality = '' } = useParams();
  return (
    <UnitPage>
      <Link className="ds-link" to={deskPath(municipality)}>
        {t('desk.back')}
      </Link>
      <ReportForm municipality={municipality} typed />
    </UnitPage>
  );
}
