import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { apiGet, keys } from '../../api';
import { useTranslation } from '../../i18n/useTranslation';

/** The names and meanings of all counts, in the municipality's own words. */
export function useTexts(municipality: string): UseQueryResult<Record<string, string>> {
  const { i18n } = useTranslation('statistics');
  return useQuery({
    queryKey: keys.texts(municipality, 'statistics', i18n.language),
    queryFn: ({ signal }) =>
      apiGet(
        '/api/municipalities/{municipality}/texts/{subject}/{language}',
        { municipality, subject: 'statistics', language: i18n.language },
        signal,
      ),
  });
}
