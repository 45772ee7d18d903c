import { useTranslation } from '../../../i18n/useTranslation';
import type { Signing } from './useSigning';

/** The words of signing; where somebody writes what the owner says, those of that, as far as they differ. */
export function useSigningWords({ spokenFor }: Signing) {
  const { t } = useTranslation('consent');
  return (key: string, values: Record<string, unknown> = {}): string => {
    const own = t(key, values);
    return spokenFor ? t(`asSaid.${key}`, { owner: spokenFor, ...values, defaultValue: own }) : own;
  };
}
