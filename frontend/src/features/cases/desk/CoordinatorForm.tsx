import { Alert, Button, Field, Input, Label, Select } from '@digdir/designsystemet-react';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { apiSend, isProblem, keys } from '../../../api';
import type { ListedCoordinator } from '../../../domain/openapi';
import { useTranslation } from '../../../i18n/useTranslation';
import { DateBox } from '../../../ui/dates/DateBox';
import { DatedForm } from '../../../ui/dates/DatedForm';
import { FindPerson } from '../directory/FindPerson';
import { RemoveCoordinator } from '../directory/RemoveCoordinator';
import { Line } from '../report/fields';
import { isDay, KEPT, type Kept, listingOf, SERVICES, type TypedListing, typedOf } from './directory';

interface CoordinatorFormProps {
  municipality: string;
  /** Null: somebody who is not listed yet. */
  whom: ListedCoordinator | null;
  onSaved: () => void;
  onLeave: () => void;
}

/** What the unit keeps of one coordinator. What somebody else changed meanwhile is told before it can be replaced. */
export function CoordinatorForm({ municipality, whom, onSaved, onLeave }: CoordinatorFormProps) {
  const { t } = useTranslation('desk');
  const heading = useRef<HTMLHeadingElement>(null);
  const [typed, setTyped] = useState(() => typedOf(whom));
  const { save, sending, wrong } = useSaving(municipality, whom?.version ?? 0, onSaved);
  useEffect(() => heading.current?.focus(), []);
  const ready = typed.person.trim() && typed.workplace.trim();
  const send = (event: FormEvent) => {
    event.preventDefault();
    void save(typed);
  };
  const type = (name: Kept | 'person', value: string) => setTyped((before) => ({ ...before, [name]: value }));
  return (
    <DatedForm>
      <form className="case-card desk-form" onSubmit={send}>
        <h2 className="section-heading" ref={heading} tabIndex={-1}>
          {whom ? t('directory.changeOf', { name: whom.name }) : t('directory.add')}
        </h2>
        {!whom && (
          <FindPerson
            chosen={typed.person}
            municipality={municipality}
            onChoose={(person) => type('person', person)}
          />
        )}
        {KEPT.map((name) => (
          <KeptField key={name} name={name} onType={(value) => type(name, value)} value={typed[name]} />
        ))}
        <div role="status">{wrong && <Alert data-color="warning">{wrong}</Alert>}</div>
        <div className="report__acts">
          <Button disabled={!ready || sending} type="submit">
            {t('save')}
          </Button>
          <Button onClick={onLeave} variant="secondary">
            {t('directory.leave')}
          </Button>
        </div>
        {whom && <RemoveCoordinator municipality={municipality} onRemoved={onSaved} whom={whom} />}
      </form>
    </DatedForm>
  );
}

/** Keeps it as it was read; whoever is told that it has changed keeps it as it is now by saving once more. */
function useSaving(municipality: string, read: number, onSaved: () => void) {
  const { t } = useTranslation('desk');
  const queries = useQueryClient();
  const [version, setVersion] = useState(read);
  const [sending, setSending] = useState(false);
  const [wrong, setWrong] = useState('');
  const queryKey = keys.coordinators(municipality);
  const wordsOf = (error: unknown) => {
    if (isProblem(error, 'outdated')) return t('directory.outdated');
    if (isProblem(error, 'invalid'))
      return t(`directory.wrong.${error.detail?.split(':')[0] ?? ''}`, t('invalid'));
    const full = isProblem(error, 'too-many-requests') || isProblem(error, 'limit-reached');
    return t(full ? 'directory.full' : 'failed');
  };
  const save = async (typed: TypedListing) => {
    setSending(true);
    setWrong('');
    const person = typed.person.trim();
    try {
      const where = { municipality, person };
      await apiSend('PUT /api/units/{municipality}/coordinators/{person}', where, listingOf(typed, version));
      await queries.invalidateQueries({ queryKey });
      onSaved();
    } catch (error) {
      setWrong(wordsOf(error));
      await queries.invalidateQueries({ queryKey });
      const now = queries.getQueryData<ListedCoordinator[]>(queryKey)?.find((each) => each.person === person);
      if (isProblem(error, 'outdated') && now) setVersion(now.version);
    }
    setSending(false);
  };
  return { save, sending, wrong };
}

interface KeptFieldProps {
  name: Kept;
  value: string;
  onType: (value: string) => void;
}

function KeptField({ name, value, onType }: KeptFieldProps) {
  const { t } = useTranslation('desk');
  const id = useId();
  const label = t(`directory.fields.${name}`);
  if (isDay(name)) return <DateBox label={label} onDay={onType} value={value} />;
  if (name === 'service') {
    return (
      <Field>
        <Label htmlFor={id}>{label}</Label>
        <Select id={id} onChange={(event) => onType(event.target.value)} value={value}>
          {['', ...SERVICES].map((each) => (
            <option key={each} value={each}>
              {t(each ? `values.service.${each}` : 'directory.notChosen')}
            </option>
          ))}
        </Select>
      </Field>
    );
  }
  if (name !== 'most_cases') return <Line label={label} onType={onType} value={value} />;
  return (
    <Field>
      <Label htmlFor={id}>{label}</Label>
      <Input
        id={id}
        max={1000}
        min={0}
        onChange={(event) => onType(event.target.value)}
        type="number"
        value={value}
      />
    </Field>
  );
}
