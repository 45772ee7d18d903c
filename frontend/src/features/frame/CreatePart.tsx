import {
  Button,
  Dialog,
  Field,
  Label,
  Paragraph,
  Textarea,
  ValidationMessage,
} from '@digdir/designsystemet-react';
import { PlusIcon } from '@navikt/aksel-icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type RefObject, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { apiSend, isProblem, keys } from '../../api';
import type { Kind, PlanView } from '../../domain/types';
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
  if (!plan.may_create.includes(kind)) return null;
  return (
    <>
      <Button
        className="create-part"
        data-size="sm"
        onClick={() => dialog.current?.showModal()}
        variant="tertiary"
      >
        <PlusIcon aria-hidden="true" fontSize="1.25rem" />
        {t(goal ? 'goal.addMeasure' : `create.${kind}.open`)}
      </Button>
      <Dialog closeButton={t('common:close')} ref={dialog}>
        <CreateForm goal={goal} kind={kind} onDone={() => dialog.current?.close()} plan={plan} />
      </Dialog>
    </>
  );
}

interface CreateFormProps {
  plan: PlanView;
  kind: Kind;
  goal: string | undefined;
  onDone: () => void;
}

function CreateForm({ plan, kind, goal, onDone }: CreateFormProps) {
  const { t } = useTranslation(['plan', 'common']);
  const [title, setTitle] = useState('');
  const [missing, setMissing] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const create = useCreate(plan.id, { kind, ...(goal && { goal }) }, () => {
    setTitle('');
    onDone();
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(title.trim() === '');
    if (title.trim() === '') field.current?.focus();
    else create.mutate(title.trim());
  };
  const problem = missing ? t('create.titleMissing') : create.isError ? t(wordsOf(create.error)) : null;
  return (
    <form className="create-form" onSubmit={submit}>
      <h2 className="section-heading">{t(`create.${kind}.open`)}</h2>
      <TitleField field={field} kind={kind} onChange={setTitle} problem={problem} title={title} />
      <div className="create-form__actions">
        <Button disabled={create.isPending} type="submit">
          {t(`create.${kind}.submit`)}
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

function wordsOf(error: unknown) {
  if (isProblem(error, 'limit-reached')) return 'create.full';
  return isProblem(error, 'too-many-requests') ? 'create.tooMany' : 'create.failed';
}

interface TitleFieldProps {
  field: RefObject<HTMLTextAreaElement | null>;
  kind: Kind;
  title: string;
  problem: string | null;
  onChange: (title: string) => void;
}

function TitleField({ field, kind, title, problem, onChange }: TitleFieldProps) {
  const { t } = useTranslation('plan');
  const id = useId();
  return (
    <Field>
      <Label htmlFor={id}>{t(`create.${kind}.title`)}</Label>
      <Field.Description>{t(`create.${kind}.help`)}</Field.Description>
      <Textarea
        aria-invalid={problem !== null}
        id={id}
        maxLength={300}
        onChange={(event) => onChange(event.target.value.replace(/\n/g, ' '))}
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
    mutationFn: (title: string) => apiSend('POST /api/plans/{plan}/parts', { plan }, { ...part, title }),
    onSuccess: async ({ id }) => {
      // The new part must be in the plan before its page opens, which would otherwise show it as missing.
      await queries.invalidateQueries({ queryKey: keys.plan(plan) });
      onDone();
      await navigate(partPath(plan, id));
    },
  });
}
