import { isIsoDay } from '../../../domain/dates';
import { dayAsTyped } from '../../../domain/readDay';
import { dayAsSpoken } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { DateBox } from '../../../ui/dates/DateBox';
import { NamesInField, useInField } from './FieldPresence';
import { ReadField } from './ReadField';

interface DateFieldProps {
  name: string;
  label: string;
  value: string | undefined;
  editable: boolean;
  warning?: string | undefined;
  onWrite: (day: string) => void;
}

/** A date that people set together; the last writer wins. */
export function DateField({ name, label, value, editable, warning, onWrite }: DateFieldProps) {
  const { i18n } = useTranslation();
  const { others, look, enter, leave } = useInField(name);
  if (!editable) {
    const words = isIsoDay(value) ? dayAsSpoken(value, i18n.language) : value && dayAsTyped(value);
    return <ReadField label={label} value={words} warning={warning} />;
  }
  return (
    <div className={look}>
      <DateBox
        atOnce
        label={label}
        note={others.length > 0 && <NamesInField others={others} />}
        onBlur={leave}
        onDay={onWrite}
        onFocus={enter}
        value={value ?? ''}
        warning={warning}
      />
    </div>
  );
}
