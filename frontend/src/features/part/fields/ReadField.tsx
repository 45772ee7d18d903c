import type { ReactNode } from 'react';
import { THEIRS } from '../../../i18n/theirWords';
import { useTranslation } from '../../../i18n/useTranslation';

interface ReadFieldProps {
  label: string;
  value: ReactNode;
  /** Whether people have written the value. */
  theirs?: boolean;
  warning?: string | undefined;
}

/** A read-only field: text instead of a disabled box, which would look broken. */
export function ReadField({ label, value, theirs = false, warning }: ReadFieldProps) {
  const { t } = useTranslation('plan');
  return (
    <div className="read-field">
      <div className="read-field__label">{label}</div>
      <div className={value ? 'read-field__value' : 'read-field__value quiet'}>
        {value ? <span lang={theirs ? THEIRS.lang : undefined}>{value}</span> : t('field.empty')}
        {warning && <div className="read-field__warning">{warning}</div>}
      </div>
    </div>
  );
}
