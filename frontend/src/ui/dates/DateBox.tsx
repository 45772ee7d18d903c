import { Button, Field, Input, Label, ValidationMessage } from '@digdir/designsystemet-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { FIRST_DAY, LAST_DAY } from '../../domain/dates';
import { type DayLimits, dayAsTyped } from '../../domain/readDay';
import { useTranslation } from '../../i18n/useTranslation';
import { useUnwritten } from '../../state/useUnwritten';
import { CalendarButton } from './CalendarButton';
import { useDatedForm } from './DatedForm';
import type { News } from './typedDay';
import { type TypedDayBox, useTypedDay } from './useTypedDay';
import './dates.css';

interface DateBoxProps extends DayLimits {
  label: ReactNode;
  /** The day that holds, as an ISO day; `''`: none. What changes it meanwhile is shown. */
  value: string;
  /** A day that was written in full and left in peace, or picked; `''` if it was emptied on purpose. */
  onDay: (day: string) => void;
  /**
   * `onDay` keeps the day itself, with nothing to press afterwards: then the page knows what stands only here. Every other
   * box stands in a `DatedForm`, which sends no other day than the one on the screen.
   */
  atOnce?: boolean;
  /** What else is wrong, as the form sees it: then the form is not sent. */
  error?: string | undefined;
  /** What is good to know about the day, and no fault. */
  warning?: string | undefined;
  /** Shown below the box and read with it. */
  note?: ReactNode;
  /** The form is not sent while the box is empty, and this says why. */
  required?: string | false | undefined;
  size?: 'sm' | 'md';
  onFocus?: () => void;
  onBlur?: () => void;
}

/**
 * A day as it is written and read here, dd.mm.yyyy in every browser, with the browser's own calendar behind a button. It
 * never gives away a day that its writer did not mean: what is unfinished, or no day, is said, and changes nothing.
 */
export function DateBox({
  label,
  error,
  warning,
  note,
  required = false,
  size = 'md',
  atOnce = false,
  ...props
}: DateBoxProps) {
  const { t } = useTranslation('dates');
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const { min, max } = props;
  const box = useTypedDay(props);
  const { unwritten, leave } = box;
  const form = useDatedForm(leave);
  if (!form && !atOnce) throw new Error('A date box is in no DatedForm, and does not write at once.');
  const tell = useUnwritten();
  useEffect(() => {
    if (atOnce) tell(unwritten, leave);
  }, [atOnce, tell, unwritten, leave]);
  useEffect(() => () => tell(null), [tell]);

  const lacking = required && props.value === '' ? required : undefined;
  const refused = error ?? lacking;
  // Gone as one writes, and not as one leaves for a button, which would move away under the press.
  const kept = box.state.text === dayAsTyped(props.value);
  const said = kept ? (error ?? (form?.asked ? lacking : undefined)) : undefined;
  const wrong = useProblemWords(box, props) ?? said;
  const described = ['form', wrong && 'wrong', warning && 'warning', note && 'note'].filter(Boolean);
  const giveUp = () => {
    box.giveUp();
    input.current?.focus();
  };
  return (
    <Field asChild>
      <div
        className="date-box"
        data-refused={refused ? true : undefined}
        data-size={size}
        data-unwritten={unwritten ?? undefined}
      >
        <Label htmlFor={id}>{label}</Label>
        <span className="visually-hidden" id={`${id}-form`}>
          {t('form')}
        </span>
        <div className="date-box__row">
          <Input
            aria-describedby={described.map((part) => `${id}-${part}`).join(' ')}
            aria-invalid={wrong ? true : undefined}
            aria-required={required !== false}
            autoComplete="off"
            id={id}
            inputMode="numeric"
            onBlur={({ currentTarget }) => {
              // Whoever looks at another window comes back to the same box.
              if (document.activeElement === currentTarget) return;
              leave();
              props.onBlur?.();
            }}
            onChange={(event) => box.type(event.target.value)}
            onFocus={() => {
              box.enter();
              props.onFocus?.();
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter') leave();
            }}
            placeholder={t('placeholder')}
            ref={input}
            type="text"
            value={box.state.text}
          />
          <CalendarButton day={box.state.value} label={label} max={max} min={min} onPick={box.pick} />
        </div>
        {wrong && <ValidationMessage id={`${id}-wrong`}>{wrong}</ValidationMessage>}
        {unwritten === 'unfinished' && box.state.value !== '' && (
          <Button data-size="sm" onClick={giveUp} variant="tertiary">
            {t('giveUp', { day: dayAsTyped(box.state.value) })}
          </Button>
        )}
        {warning && (
          <ValidationMessage data-color="warning" id={`${id}-warning`}>
            {warning}
          </ValidationMessage>
        )}
        {note && <div id={`${id}-note`}>{note}</div>}
        <NewsOfOthers news={box.state.news} />
      </div>
    </Field>
  );
}

function useProblemWords({ problem }: TypedDayBox, { min, max }: DayLimits): string | undefined {
  const { t } = useTranslation('dates');
  const limits = { first: dayAsTyped(min ?? FIRST_DAY), last: dayAsTyped(max ?? LAST_DAY) };
  return problem === null ? undefined : t(`problem.${problem}`, limits);
}

/** Says what somebody else set meanwhile, also to who does not look. */
function NewsOfOthers({ news }: { news: News | null }) {
  const { t } = useTranslation('dates');
  const emptied = news?.day === '' ? '_emptied' : '';
  return (
    <p className={news ? 'date-box__news' : 'visually-hidden'} role="status">
      {news && t(`news.${news.holds ?? 'open'}${emptied}`, { day: dayAsTyped(news.day) })}
    </p>
  );
}
