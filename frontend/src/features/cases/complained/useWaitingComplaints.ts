import { useQuery } from '@tanstack/react-query';
import { apiGet, keys } from '../../../api';
import type { ComplaintRow } from '../../../domain/openapi';
import { useTranslation } from '../../../i18n/useTranslation';

/** Those that were sent, and in which it is somebody's turn. */
export function useWaitingComplaints(): ComplaintRow[] {
  const { i18n } = useTranslation('cases');
  const found = useQuery({
    queryKey: keys.complaints(i18n.language),
    queryFn: ({ signal }) => apiGet('/api/complaints', {}, signal),
  });
  // A process of the release before says no `waiting`, while both run.
  return found.data?.complaints.filter(({ waiting }) => (waiting ?? []).length > 0) ?? [];
}
