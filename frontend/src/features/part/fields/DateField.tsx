import { Field, Input, Label } from '@digdir/designsystemet-react';
import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { dayAsSpoken, isIsoDay } from '../../../domain/dates';
import { ReadField } from './SharedTextField';

interface DateFieldProps {
  label: string;
  value: string | undefined;
  editable: boolean;
  onWrite: (day: string) => void;
}

/**
 * A date field. The value is written on blur or when a day is picked, never during typing: `2` on the way to 2026
 * would be the year 2.
 */
export function DateField({ label, value, editable, onWrite }: DateFieldProps) {
  const { i18n } = useTranslation();
  const id = useId();
  const box = useRef<HTMLInputElement>(null);
  const typing = useRef(false);

  useEffect(() => {
    if (box.current && !typing.current) box.current.value = value ?? '';
  }, [value]);

  if (!editable) {
    const words = isIsoDay(value) ? dayAsSpoken(value, i18n.language) : undefined;
    return <ReadField label={label} value={words} />;
  }
  const write = () => {
    typing.current = false;
    const day = box.current?.value ?? '';
    if (day === '' || isIsoDay(day)) onWrite(day);
  };
  return (
    <Field className="field">
      <Label htmlFor={id}>{label}</Label>
      <Input
        defaultValue={value ?? ''}
        id={id}
        max="2199-12-31"
        min="1900-01-01"
        onBlur={write}
        onChange={() => {
          if (!typing.current) write();
        }}
        onKeyDown={(event) => {
          typing.current = event.key !== 'Enter';
          if (event.key === 'Enter') write();
        }}
        ref={box}
        type="date"
      />
    </Field>
  );
}
