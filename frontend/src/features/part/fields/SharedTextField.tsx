import { Field, Label, Textarea } from '@digdir/designsystemet-react';
import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type * as Y from 'yjs';
import { TextBinding } from './bindText';

interface SharedTextFieldProps {
  label: string;
  text: Y.Text | null;
  /** The text for readers; the text box itself is updated from the Y text without React. */
  value: string | undefined;
  editable: boolean;
  oneLine?: boolean;
  large?: boolean;
}

/** A text field that several people can edit concurrently. */
export function SharedTextField({
  label,
  text,
  value,
  editable,
  oneLine = false,
  large = false,
}: SharedTextFieldProps) {
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const writable = editable && text !== null;
  useEffect(() => {
    if (!writable || !text || !box.current) return;
    const binding = new TextBinding(text, box.current, oneLine);
    return () => binding.destroy();
  }, [text, writable, oneLine]);

  if (!writable) return <ReadField label={label} value={value} />;
  return (
    <Field className={large ? 'field field--large' : 'field'}>
      <Label htmlFor={id}>{label}</Label>
      <Textarea id={id} ref={box} rows={oneLine ? 1 : 2} />
    </Field>
  );
}

/** A read-only field: text instead of a disabled box, which would look broken. */
export function ReadField({ label, value }: { label: string; value: string | undefined }) {
  const { t } = useTranslation('plan');
  return (
    <div className="read-field">
      <div className="read-field__label">{label}</div>
      <div className={value ? 'read-field__value' : 'read-field__value quiet'}>
        {value || t('field.empty')}
      </div>
    </div>
  );
}
