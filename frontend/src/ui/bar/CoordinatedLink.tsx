import { useQuery } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { Link } from 'react-router';
import { apiGet, keys } from '../../api';
import { useTranslation } from '../../i18n/useTranslation';
import { COORDINATED } from '../../paths';

/** The way to what this person coordinates or stands in for, inside what `children` puts around it; else nothing. */
export function CoordinatedLink({ children }: { children: (link: ReactElement) => ReactNode }) {
  const { t } = useTranslation('common');
  const { data } = useQuery({
    queryKey: keys.coordinates,
    queryFn: ({ signal }) => apiGet('/api/coordinated-cases', {}, signal),
    staleTime: 60_000,
  });
  if (!data?.cases.length && !data?.standing_in?.length) return null;
  return children(
    <Link className="ds-link" to={COORDINATED}>
      {t('coordinated')}
    </Link>,
  );
}
