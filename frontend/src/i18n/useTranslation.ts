import { useMemo } from 'react';
import { useCell } from '../state/useCell';
import { type Locale, spoken, textsOf } from '.';
import type { TFunction } from './translate';

/** The texts of these namespaces, of which the first is meant where a key names none, and the language they are in. */
export function useTranslation<Namespaces extends string | string[] = string>(
  namespaces?: Namespaces,
): { t: TFunction<Namespaces>; i18n: { language: Locale } } {
  const { locale } = useCell(spoken);
  const [namespace = 'common'] = typeof namespaces === 'string' ? [namespaces] : (namespaces ?? []);
  return useMemo(() => ({ t: textsOf(locale, namespace), i18n: { language: locale } }), [locale, namespace]);
}
