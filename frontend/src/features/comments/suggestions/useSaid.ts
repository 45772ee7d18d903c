import { FIELDS } from '../../../domain/contract';
import { isIsoDay } from '../../../domain/dates';
import { hasFields } from '../../../domain/kinds';
import type { PartView, SuggestionView } from '../../../domain/types';
import { dayAsSpoken } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';

type FieldType = 'text' | 'date' | 'part' | readonly string[];

/** The type of one of the fields of a part; null for the text itself, and for a field that it does not have. */
export function fieldTypeOf(part: PartView, field: string | null): FieldType | null {
  if (field === null || !hasFields(part.kind)) return null;
  return (FIELDS[part.kind] as Record<string, FieldType>)[field] ?? null;
}

/** What a suggestion is about and changes, as people read it: days and choices in words. */
export function useSaid(part: PartView, { field, quote, replacement }: SuggestionView) {
  const { t, i18n } = useTranslation('plan');
  const type = fieldTypeOf(part, field);
  const said = (value: string) => {
    if (isIsoDay(value)) return dayAsSpoken(value, i18n.language);
    return type !== null && typeof type !== 'string' && value !== ''
      ? t(`${part.kind}.choices.${field}.${value}`)
      : value;
  };
  if (field === null || type === null) return { label: null, quote, replacement };
  if (type === 'text') return { label: t(`${part.kind}.${field}`), quote, replacement };
  return { label: t(`${part.kind}.${field}`), quote: said(quote), replacement: said(replacement) };
}
