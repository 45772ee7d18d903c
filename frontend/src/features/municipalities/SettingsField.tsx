import { Field, Input, Label, Textarea, ValidationMessage } from '@digdir/designsystemet-react';
import { useId } from 'react';
import { THEIRS } from '../../i18n/theirWords';
import { useTranslation } from '../../i18n/useTranslation';

interface SettingsFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** What the server refused: then the field says so. */
  refused?: boolean;
  lines?: number;
  type?: 'text' | 'tel' | 'email';
  lang?: string;
}

/** One line or several of what a municipality says of itself. */
export function SettingsField(props: SettingsFieldProps) {
  const { label, value, onChange, refused = false, lines, type = 'text', lang = THEIRS.lang } = props;
  const { t } = useTranslation('municipalities');
  const id = useId();
  const shared = {
    id,
    value,
    lang,
    'aria-invalid': refused || undefined,
    'aria-describedby': refused ? `${id}-refused` : undefined,
    autoComplete: 'off',
  };
  return (
    <Field>
      <Label htmlFor={id}>{label}</Label>
      {lines ? (
        <Textarea {...shared} onChange={(event) => onChange(event.target.value)} rows={lines} />
      ) : (
        <Input {...shared} onChange={(event) => onChange(event.target.value)} type={type} />
      )}
      {refused && <ValidationMessage id={`${id}-refused`}>{t('refused')}</ValidationMessage>}
    </Field>
  );
}
