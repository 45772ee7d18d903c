import {
  Button,
  Checkbox,
  Dialog,
  Field,
  Label,
  Paragraph,
  Textarea,
  ValidationMessage,
} from '@digdir/designsystemet-react';
import { PlusIcon } from '@navikt/aksel-icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type KeyboardEvent, type RefObject, useId, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { apiSend, isProblem, keys } from '../../api';
import { firstNameOf, isOwner } from '../../domain/people';
import { proposes, readersOfNew } from '../../domain/putAway';
import type { Kind, PlanView } from '../../domain/types';
import { THEIRS } from '../../i18n/theirWords';
import { usePeopleWords } from '../../i18n/usePeopleWords';
import { useTranslation } from '../../i18n/useTranslation';
import { partPath } from '../../paths';

interface CreatePartProps {
  plan: PlanView;
  kind: Kind;
  /** The goal that a new measure belongs to from the start. */
  goal?: string;
}

/** A button and dialog that create a part with a title; not rendered without the right to create one. */
export function CreatePart({ plan, kind, goal }: CreatePartProps) {
  const { t } = useTranslation(['plan', 'common']);
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  if (!plan.may_create.includes(kind)) return null;
  const open = () => {
    dialog.current?.showModal();
    // Not the button that closes it, which comes first.
    dialog.current?.querySelector('textarea')?.focus();
  };
  return (
    <>
      <Button className="create-part" data-size="sm" onClick={open} variant="tertiary">
        <PlusIcon aria-hidden="true" fontSize="1.25rem" />
        {t(goal && !proposes(plan, kind) ? 'goal.addMeasure' : `${wordsFor(plan, kind)}.open`)}
      </Button>
      <Dialog aria-labelledby={heading} closeButton={t('common:close')} ref={dialog}>
        <CreateForm
          goal={goal}
          heading={heading}
          kind={kind}
          onDone={() => dialog.current?.close()}
          plan={plan}
        />
      </Dialog>
    </>
  );
}

function wordsFor(plan: PlanView, kind: Kind): string {
  return proposes(plan, kind) ? `create.propose.${kind}` : `create.${kind}`;
}

interface CreateFormProps {
  plan: PlanView;
  kind: Kind;
  goal: string | undefined;
  heading: string;
  onDone: () => void;
}

function CreateForm({ plan, kind, goal, heading, onDone }: CreateFormProps) {
  const { t } = useTranslation(['plan', 'common']);
  const [title, setTitle] = useState('');
  const [kept, setKept] = useState(false);
  const [missing, setMissing] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const create = useCreate(plan.id, { kind, ...(goal && { goal }) }, () => {
    setTitle('');
    setKept(false);
    onDone();
  });
  const words = wordsFor(plan, kind);

  const write = (written: string) => {
    setTitle(written);
    if (written.trim() !== '') setMissing(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (create.isPending) return;
    const written = title.trim();
    setMissing(written === '');
    if (written === '') field.current?.focus();
    else create.mutate({ title: written, ...(kept && { kept }) });
  };
  const problem = missing ? t('create.titleMissing') : create.isError ? t(problemOf(create.error)) : null;
  return (
    <form className="create-form" onSubmit={submit}>
      <h2 className="section-heading" id={heading}>
        {t(`${words}.open`)}
      </h2>
      <TitleField field={field} kind={kind} onChange={write} plan={plan} problem={problem} title={title} />
      <Readers kept={kept} kind={kind} onKeep={setKept} plan={plan} />
      <div className="create-form__actions">
        <Button aria-disabled={create.isPending} type="submit">
          {t(`${words}.submit`)}
        </Button>
        <Button onClick={onDone} type="button" variant="tertiary">
          {t('common:cancel')}
        </Button>
      </div>
      <Paragraph className="visually-hidden" role="status">
        {problem ?? ''}
      </Paragraph>
    </form>
  );
}

interface ReadersProps {
  plan: PlanView;
  kind: Kind;
  kept: boolean;
  onKeep: (kept: boolean) => void;
}

/** Who will see the new part, and a way to keep it from them for now. */
function Readers({ plan, kind, kept, onKeep }: ReadersProps) {
  const { t } = useTranslation('plan');
  const { rolesOf, join } = usePeopleWords();
  const readers = readersOfNew(plan, kind);
  // A server of the release before does not say who will see it.
  if (!readers) return null;
  const { people, others } = readers;
  const seeing = kept ? people.filter((person) => !others.includes(person)) : people;
  const owner = firstNameOf(plan.owner_name);
  if (proposes(plan, kind)) return <p className="quiet">{t('create.propose.visible', { name: owner })}</p>;
  return (
    <div className="create-form__readers">
      <p aria-live="polite" className="quiet">
        {seeing.length === 0
          ? t('create.visibleToYou')
          : t('create.visible', { people: join([t('visible.you'), ...rolesOf(seeing)]) })}
      </p>
      {others.length > 0 && (
        <Checkbox
          checked={kept}
          label={t(isOwner(plan) ? 'create.keep' : 'create.keepOther', { name: owner })}
          onChange={(event) => onKeep(event.target.checked)}
        />
      )}
    </div>
  );
}

function problemOf(error: unknown) {
  if (isProblem(error, 'limit-reached')) return 'create.full';
  return isProblem(error, 'too-many-requests') ? 'create.tooMany' : 'create.failed';
}

interface TitleFieldProps {
  plan: PlanView;
  kind: Kind;
  title: string;
  problem: string | null;
  field: RefObject<HTMLTextAreaElement | null>;
  onChange: (title: string) => void;
}

function TitleField({ plan, kind, title, problem, field, onChange }: TitleFieldProps) {
  const { t } = useTranslation('plan');
  const id = useId();
  const help = isOwner(plan) && kind === 'goal' ? 'helpOwn' : 'help';
  // A title is one line: Enter adds the part, but for the one that ends a word of an input method.
  const submitOnEnter = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.currentTarget.form?.requestSubmit();
  };
  return (
    <Field>
      <Label htmlFor={id}>{t(`create.${kind}.title`)}</Label>
      <Field.Description>
        {t(`create.${kind}.${help}`, { name: firstNameOf(plan.owner_name) })}
      </Field.Description>
      <Textarea
        {...THEIRS}
        aria-invalid={problem !== null}
        id={id}
        maxLength={300}
        onChange={(event) => onChange(event.target.value.replace(/\n/g, ' '))}
        onKeyDown={submitOnEnter}
        ref={field}
        rows={2}
        value={title}
      />
      {problem && <ValidationMessage>{problem}</ValidationMessage>}
    </Field>
  );
}

function useCreate(plan: string, part: { kind: Kind; goal?: string }, onDone: () => void) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (wish: { title: string; kept?: boolean }) =>
      apiSend('POST /api/plans/{plan}/parts', { plan }, { ...part, ...wish }),
    onSuccess: async ({ id }) => {
      // The new part must be in the plan before its page opens, which would otherwise show it as missing.
      await queries.invalidateQueries({ queryKey: keys.plan(plan) });
      onDone();
      await navigate(partPath(plan, id));
    },
  });
}
