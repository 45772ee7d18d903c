import {
  Button,
  Checkbox,
  Details,
  Field,
  Input,
  Label,
  Select,
  ValidationMessage,
} from '@digdir/designsystemet-react';
import { useId, useState } from 'react';
import { useTranslation } from '../../../i18n/useTranslation';
import { DateBox } from '../../../ui/dates/DateBox';
import { DatedForm } from '../../../ui/dates/DatedForm';
import { takesFocus } from '../../../ui/PageHeading';
import { useUnsent } from '../../../ui/unsent/unsent';
import { Line, Words } from '../report/fields';
import {
  type AskedField,
  type ChoicesOf,
  commandOf,
  type Follows,
  type Form,
  heldIn,
  isAsked,
  LISTED,
  missingIn,
  ownWordsIn,
  type Typed,
} from './forms';
import type { Act, Preview } from './useDesk';

interface TransitionFormProps {
  action: string;
  form: Form;
  /** What the form holds at first, and which of its fields must say something. */
  known: Typed;
  requires: readonly string[];
  /** Whose words these are: the unit's, or whoever coordinates. */
  spokenBy?: 'desk' | 'coordinator';
  /** What there is to choose from where the case says it, and in which words. */
  choices: ChoicesOf;
  wordsOf: (field: string, value: string) => string;
  /** What else a choice says. */
  follows?: Follows;
  act: Act;
  preview: Preview;
  open: boolean;
  /** In other words than the usual ones for what is done. */
  title?: string;
  /** What the law says of it, as the catalogue has it. */
  law?: string | undefined;
  /** What is in the way now, besides what is usually said. */
  hindered?: string | undefined;
}

/** One thing the unit can do, in plain words; closed unless it is what waits. Whoever folds it finds again what they wrote. */
export function TransitionForm({ open, title, ...props }: TransitionFormProps) {
  const { action, form } = props;
  const { t } = useTranslation(props.spokenBy ?? 'desk');
  const [unfolded, unfold] = useState(open);
  const [wasNext, setNext] = useState(open);
  const [own, setOwn] = useState<Typed>({});
  const [saved, setSaved] = useState(0);
  const [known, know] = useState(saved);
  if (open !== wasNext) {
    // What comes next unfolds; what no longer does stays, as somebody may be writing in it.
    setNext(open);
    unfold(open || unfolded);
  }
  if (saved !== known) {
    know(saved);
    unfold(open);
    setOwn({});
  }
  const about = title ?? t(`forms.${action}.title`);
  const labelOf = (name: string) => t(`forms.${action}.${name}`, t(`desk:fields.${name}`));
  const unsent = useWords(about, form, own, labelOf);
  return (
    <Details onToggle={() => unfold(!unfolded)} open={unfolded}>
      <Details.Summary>{about}</Details.Summary>
      <Details.Content>
        {unfolded && (
          <Filled
            {...props}
            key={saved}
            labelOf={labelOf}
            onOwn={setOwn}
            onSaved={() => setSaved((before) => before + 1)}
            own={own}
            unsent={unsent}
          />
        )}
      </Details.Content>
    </Details>
  );
}

interface FilledProps extends Omit<TransitionFormProps, 'open' | 'title'> {
  /** What was typed here, and is not only what is known. */
  own: Typed;
  onOwn: (change: (before: Typed) => Typed) => void;
  labelOf: (field: string) => string;
  unsent: ReturnType<typeof useUnsent>;
  onSaved: () => void;
}

/** What was typed stays while others act in the case; what was not follows what is known. */
function Filled(props: FilledProps) {
  const { action, form, choices, act, preview, own, onOwn, labelOf, unsent } = props;
  const { t } = useTranslation(props.spokenBy ?? 'desk');
  const typed = heldIn(form, props.known, own, choices, props.follows);
  const [shown, setShown] = useState('');
  const [sending, setSending] = useState(false);
  const command = commandOf(action, form, typed);
  const [lacks, setLacks] = useState('');
  const listed = form.fields.find(({ name }) => name === LISTED);
  const asked = form.fields.filter((field) => isAsked(field, typed, choices, listed));
  const isHidden = (name: string) =>
    form.fields.some((field) => field.name === name && !asked.includes(field));
  const onType = (name: string, value: string | boolean) => {
    setShown('');
    setLacks('');
    onOwn((before) => ({ ...before, ...props.follows?.(name, String(value)), [name]: value }));
  };
  const during = async (work: () => Promise<unknown>) => {
    const missing = missingIn(form, typed, props.requires);
    // What is not asked for is said by whom one chooses.
    const unsaid = missing.map((name) => (isHidden(name) ? LISTED : name));
    setLacks([...new Set(unsaid)].map((name) => labelOf(name).replace(/[?.]$/u, '')).join(', '));
    if (missing.length > 0 || sending) return;
    setSending(true);
    await work();
    setSending(false);
  };
  const onSaved = () => {
    unsent.drop();
    props.onSaved();
  };
  const send = () =>
    during(() => unsent.during(() => act(form.shown ? { ...command, shown } : command, onSaved)));
  const help = t(`forms.${action}.help`, '');
  return (
    <DatedForm>
      <div className="desk-form">
        {props.law && <p className="quiet">{props.law}</p>}
        {help && <p className="quiet">{help}</p>}
        {props.hindered && <p>{props.hindered}</p>}
        {asked.map((field) => (
          <Asked
            field={field}
            key={field.name}
            label={labelOf(field.name)}
            onType={(value) => onType(field.name, value)}
            value={typed[field.name] ?? ''}
            values={choices(field)}
            wordsOf={props.wordsOf}
          />
        ))}
        {form.forOwner && !('said_by' in typed) && (
          <Line
            label={t('desk:fields.on_behalf_of')}
            onType={(value) => onType('on_behalf_of', value)}
            value={String(typed.on_behalf_of ?? '')}
          />
        )}
        {shown && (
          <blockquote className="case-words" ref={takesFocus} tabIndex={-1}>
            {shown}
          </blockquote>
        )}
        <div className="report__acts">
          {form.shown && !shown ? (
            <Button
              aria-disabled={sending}
              onClick={() => void during(async () => setShown(await preview(command)))}
              variant="secondary"
            >
              {t('desk:preview')}
            </Button>
          ) : (
            <Button aria-disabled={sending} onClick={() => void send()} variant="secondary">
              {t(`forms.${action}.send`, t('desk:save'))}
            </Button>
          )}
        </div>
        {/* Below: leaving a field takes it away, and a button that moved up under the pointer would not be pressed. */}
        {lacks && <ValidationMessage role="alert">{t('desk:missing', { what: lacks })}</ValidationMessage>}
      </div>
    </DatedForm>
  );
}

function useWords(about: string, form: Form, own: Typed, labelOf: FilledProps['labelOf']) {
  const written = ownWordsIn(form, own);
  const lines = written.map(([name, words]) => (written.length > 1 ? `${labelOf(name)}: ${words}` : words));
  return useUnsent({
    about,
    words: lines.join('\n'),
    touched: Object.values(own).some((each) => each !== '' && each !== false),
  });
}

interface AskedProps {
  field: AskedField;
  label: string;
  value: string | boolean;
  values: readonly string[];
  wordsOf: (field: string, value: string) => string;
  onType: (value: string | boolean) => void;
}

function Asked({ field, label, value, onType, ...props }: AskedProps) {
  const text = String(value);
  switch (field.kind) {
    case 'day':
      return <DateBox label={label} onDay={onType} value={text} />;
    case 'yes':
      return (
        <Checkbox checked={value === true} label={label} onChange={(event) => onType(event.target.checked)} />
      );
    case 'choice':
      return <Choice {...props} field={field} label={label} onType={onType} value={text} />;
    case 'number':
      return <Count label={label} onType={onType} value={text} />;
    case 'line':
      return <Line label={label} onType={onType} value={text} />;
    default:
      return <Words label={label} onType={onType} value={text} />;
  }
}

function Count({ label, value, onType }: { label: string; value: string; onType: (value: string) => void }) {
  const id = useId();
  return (
    <Field>
      <Label htmlFor={id}>{label}</Label>
      <Input
        id={id}
        inputMode="numeric"
        min={0}
        onChange={(event) => onType(event.target.value)}
        type="number"
        value={value}
      />
    </Field>
  );
}

function Choice({ field, label, value, values, wordsOf, onType }: AskedProps & { value: string }) {
  const { t } = useTranslation('desk');
  const id = useId();
  return (
    <Field>
      <Label htmlFor={id}>{label}</Label>
      <Select id={id} onChange={(event) => onType(event.target.value)} value={value}>
        {!values.includes('') && value === '' && <option value="">{t('choose')}</option>}
        {values.map((each) => (
          <option key={each} value={each}>
            {wordsOf(field.name, each)}
          </option>
        ))}
      </Select>
    </Field>
  );
}
