import { Link } from 'react-router';
import { useUnits } from '../../api';
import { useTranslation } from '../../i18n/useTranslation';
import { LEADER } from '../../paths';
import { isLed } from './UnitLinks';

/** The way to whom a leader is asked for; nothing for whoever leads nothing. */
export function LeaderLink() {
  const { t } = useTranslation('plan');
  const { data } = useUnits();
  if (!data?.some(isLed)) return null;
  return (
    <p className="unit-links">
      <Link className="ds-link" to={LEADER}>
        {t('plans.leader')}
      </Link>
    </p>
  );
}
