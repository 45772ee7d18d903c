import { Button } from '@digdir/designsystemet-react';
import { CalendarIcon } from '@navikt/aksel-icons';
import { type ReactNode, useRef } from 'react';
import { FIRST_DAY, isIsoDay, LAST_DAY } from '../../domain/dates';
import type { DayLimits } from '../../domain/readDay';
import { useTranslation } from '../../i18n/useTranslation';

interface CalendarButtonProps extends DayLimits {
  label: ReactNode;
  /** Where the calendar opens; `''`: today. */
  day: string;
  onPick: (day: string) => void;
}

/** The browser's own calendar. It belongs to a date field, which nobody can see or type in. */
export function CalendarButton({ label, day, min = FIRST_DAY, max = LAST_DAY, onPick }: CalendarButtonProps) {
  const { t } = useTranslation('dates');
  const field = useRef<HTMLInputElement>(null);
  const open = () => {
    if (!field.current) return;
    field.current.value = isIsoDay(day) ? day : '';
    field.current.showPicker();
  };
  return (
    <>
      <Button
        className="date-box__open"
        icon
        onClick={open}
        // Whoever types and then looks at the calendar has not left.
        onMouseDown={(event) => event.preventDefault()}
        variant="tertiary"
      >
        <CalendarIcon aria-hidden="true" fontSize="1.5rem" />
        <span className="visually-hidden">
          {t('calendar')}: {label}
        </span>
      </Button>
      <input
        aria-hidden="true"
        className="date-box__native"
        max={max}
        min={min}
        onChange={(event) => onPick(event.target.value)}
        ref={field}
        tabIndex={-1}
        type="date"
      />
    </>
  );
}
