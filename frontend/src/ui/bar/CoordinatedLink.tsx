import type { ReactElement, ReactNode } from 'react';
import { Link } from 'react-router';
import { useTranslation } from '../../i18n/useTranslation';
import { COORDINATED } from '../../paths';
import { useCoordinates } from './useCoordinates';

/** The way to what this person coordinates or stands in for, inside what `children` puts around it; else nothing. */
export function CoordinatedLink({ children }: { children: (link: ReactElement) => ReactNode }) {
  const { t } = useTranslation('common');
  if (!useCoordinates()) return null;
  return children(
    <Link className="ds-link" to={COORDINATED}>
      {t('coordinated')}
    </Link>,
  );
}
