import { useQuery } from '@tanstack/react-query';
import { apiGet, keys } from '../../../api';

/** Who leads a service there and answers for it. */
export function useLeaders(municipality: string) {
  return useQuery({
    queryKey: keys.leaders(municipality),
    queryFn: ({ signal }) => apiGet('/api/units/{municipality}/leaders', { municipality }, signal),
  });
}
