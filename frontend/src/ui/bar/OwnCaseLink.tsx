import { useQuery } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { Link } from 'react-router';
import { apiGet, keys } from '../../api';
import { useTranslation } from '../../i18n/useTranslation';
import { OWN_CASES } from '../../paths';

/** The way from a plan to the case it came of, where one also complains; nothing for whoever has no case. */
export function OwnCaseLink({ children }: { children: (link: ReactElement) => ReactNode }) {
  const { t } = useTranslation('common');
  const { data } = useQuery({
    queryKey: keys.ownCases,
    queryFn: ({ signal }) => apiGet('/api/my-cases', {}, signal),
    staleTime: 60_000,
  });
  if (!data?.length) return null;
  return children(
    <Link className="ds-link" to={OWN_CASES}>
      {t('ownCase')}
    </Link>,
  );
}
