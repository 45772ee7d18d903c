import type { UseQueryResult } from '@tanstack/react-query';
import { useTextsOf } from '../../api';
import { useTranslation } from '../../i18n/useTranslation';

/** The names and meanings of all counts, in the municipality's own words. */
export function useTexts(municipality: string): UseQueryResult<Record<string, string>> {
  const { i18n } = useTranslation('statistics');
  return useTextsOf(municipality, 'statistics', i18n.language);
}
