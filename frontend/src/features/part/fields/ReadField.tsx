import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface ReadFieldProps {
  label: string;
  value: ReactNode;
  warning?: string | undefined;
}

/** A read-only field: text instead of a disabled box, which would look broken. */
export function ReadField({ label, value, warning }: ReadFieldProps) {
  const { t } = useTranslation('plan');
  return (
    <div className="read-field">
      <div className="read-field__label">{label}</div>
      <div className={value ? 'read-field__value' : 'read-field__value quiet'}>
        {value || t('field.empty')}
        {warning && <div className="read-field__warning">{warning}</div>}
      </div>
    </div>
  );
}
