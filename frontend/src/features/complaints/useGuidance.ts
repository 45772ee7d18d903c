import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { apiGet, keys } from '../../api';
import { useTranslation } from '../../i18n/useTranslation';

/** My complaints, and what the catalogue says about complaining. */
export function useMyComplaints() {
  const { i18n } = useTranslation('complaints');
  return useQuery({
    queryKey: keys.complaints(i18n.language),
    queryFn: ({ signal }) => apiGet('/api/complaints', {}, signal),
    // In the language before, until it is there: what is being written stays.
    placeholderData: keepPreviousData,
  });
}
