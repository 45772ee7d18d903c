import { useQuery } from '@tanstack/react-query';
import { apiGet, keys } from '../../api';

/** Whether this person coordinates in a case, or stands in for whoever does; undefined until that is known. */
export function useCoordinates(): boolean | undefined {
  const { data, isError } = useQuery({
    queryKey: keys.coordinates,
    queryFn: ({ signal }) => apiGet('/api/coordinated-cases', {}, signal),
    staleTime: 60_000,
  });
  if (!data) return isError ? false : undefined;
  return data.cases.length > 0 || (data.standing_in ?? []).length > 0;
}
