import { Button } from '@digdir/designsystemet-react';
import { Link } from 'react-router';
import { useTranslation } from '../../i18n/useTranslation';
import { Statement } from '../Statement';

/**
 * Shown to who had the plan on the screen and takes part no more: they left, were ended, or everything was withdrawn,
 * and which of these, by whom and whose plan it was is not said.
 */
export function PlanOver() {
  const { t } = useTranslation(['plan', 'common']);
  return (
    <Statement text={t('over.text')} title={t('over.title')}>
      <Button asChild>
        <Link to="/">{t('common:problem.toPlans')}</Link>
      </Button>
    </Statement>
  );
}
