import { Button, Field, Label, Select } from '@digdir/designsystemet-react';
import { useEffect, useId, useRef, useState } from 'react';
import { todayInNorway } from '../../../domain/dates';
import type { ComplaintAnswer } from '../../../domain/openapi';
import { useTranslation } from '../../../i18n/useTranslation';
import { DateBox } from '../../../ui/dates/DateBox';
import { DatedForm } from '../../../ui/dates/DatedForm';
import { takesFocus } from '../../../ui/PageHeading';
import { useUnsent } from '../../../ui/unsent/unsent';
import { Area, Choice, Line } from '../fields';
import type { Act } from '../useComplaint';
import { ACTS, type FieldSpec, offered, saidAs, unsaid } from './acts';

/** What the unit writes down as whoever complains says it. */
const THEIRS = new Set(['commented', 'contested']);

function useActLabel({ capacity }: ComplaintAnswer) {
  const { t } = useTranslation('complaints');
  const writes = capacity === 'case-handler';
  return (action: string) => t(`course.${writes && THEIRS.has(action) ? 'write' : 'do'}.${action}`);
}

/** What may be done now; each act opens what it asks for. */
export function Acts({ complaint, act }: { complaint: ComplaintAnswer; act: Act }) {
  const { t } = useTranslation('complaints');
  const labelOf = useActLabel(complaint);
  const [open, setOpen] = useState('');
  const may = offered(complaint.may, complaint.questions.length);
  const { acts, gaveUp } = useFocusAfterGivingUp(open);
  if (may.length === 0) return <p>{t('course.cannot')}</p>;
  if (may.includes(open))
    return (
      <ActForm
        act={act}
        action={open}
        complaint={complaint}
        key={open}
        onClose={() => setOpen('')}
        onGiveUp={() => {
          gaveUp(open);
          setOpen('');
        }}
      />
    );
  return (
    <div className="complaint-acts" ref={acts}>
      {may.map((action) => (
        <Button data-action={action} key={action} onClick={() => setOpen(action)} variant="secondary">
          {labelOf(action)}
        </Button>
      ))}
    </div>
  );
}

/** Whoever gives a form up goes on from the button that opened it. */
function useFocusAfterGivingUp(open: string) {
  const acts = useRef<HTMLDivElement>(null);
  const given = useRef('');
  useEffect(() => {
    if (open || !given.current) return;
    acts.current?.querySelector<HTMLElement>(`[data-action="${given.current}"]`)?.focus();
    given.current = '';
  }, [open]);
  return {
    acts,
    gaveUp: (action: string) => {
      given.current = action;
    },
  };
}

interface ActFormProps {
  complaint: ComplaintAnswer;
  action: string;
  act: Act;
  onClose: () => void;
  onGiveUp: () => void;
}

function ActForm({ complaint, action, act, onClose, onGiveUp }: ActFormProps) {
  const { t } = useTranslation('complaints');
  const labelOf = useActLabel(complaint);
  const [said, setSaid] = useState<Record<string, string>>(() =>
    (ACTS[action] ?? []).some(({ name }) => name === 'day') ? { day: todayInNorway() } : {},
  );
  const lacks = unsaid(action, said);
  const unsent = useUnsent({ about: labelOf(action), words: wordsIn(action, said) });
  const send = async () => {
    if (await unsent.during(() => act(action, saidAs(said)))) onClose();
  };
  const giveUp = () => {
    unsent.drop();
    onGiveUp();
  };
  return (
    <DatedForm>
      <div className="complaint-form">
        <h3 className="complaint-form__title" ref={takesFocus} tabIndex={-1}>
          {labelOf(action)}
        </h3>
        {(ACTS[action] ?? []).map((field) => (
          <OneField
            complaint={complaint}
            field={field}
            key={field.name}
            onType={(value) => setSaid((before) => ({ ...before, [field.name]: value }))}
            value={said[field.name] ?? ''}
          />
        ))}
        <div className="complaint-acts">
          <Button disabled={lacks.length > 0} onClick={() => void send()}>
            {t('course.send')}
          </Button>
          <Button data-anyway onClick={giveUp} variant="tertiary">
            {t('course.undo')}
          </Button>
        </div>
      </div>
    </DatedForm>
  );
}

/** What of it was written, and not chosen. */
function wordsIn(action: string, said: Record<string, string>): string {
  return (ACTS[action] ?? [])
    .filter(({ kind }) => kind === 'line' || kind === 'area')
    .map(({ name }) => said[name]?.trim() ?? '')
    .filter(Boolean)
    .join('\n');
}

interface OneFieldProps {
  complaint: ComplaintAnswer;
  field: FieldSpec;
  value: string;
  onType: (value: string) => void;
}

function OneField({ complaint, field, value, onType }: OneFieldProps) {
  const { t } = useTranslation('complaints');
  const id = useId();
  const label = t(`course.fields.${field.name}`);
  switch (field.kind) {
    case 'line':
      return <Line label={label} onType={onType} value={value} />;
    case 'area':
      return <Area label={label} onType={onType} value={value} />;
    case 'day':
      return <DateBox label={label} onDay={onType} value={value} />;
    case 'choice':
      return (
        <Choice
          chosen={value}
          label={label}
          onChoose={onType}
          values={field.values ?? []}
          words={(each) => t(`course.choices.${each}`)}
        />
      );
    case 'question':
      return (
        <Field>
          <Label htmlFor={id}>{label}</Label>
          <Select id={id} onChange={(event) => onType(event.target.value)} value={value}>
            <option value="">–</option>
            {complaint.questions.map(({ record, question }) => (
              <option key={record} value={record}>
                {question}
              </option>
            ))}
          </Select>
        </Field>
      );
  }
}
