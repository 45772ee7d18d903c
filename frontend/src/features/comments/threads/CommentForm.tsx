import { Button, Label, Textarea } from '@digdir/designsystemet-react';
import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '../../../api';
import type { Draft } from './drafts';
import { focusWithoutJump } from './focusWithoutJump';
import type { Sending } from './useComments';

interface CommentFormProps {
  draft: Draft;
  onDraft: (draft: Draft | null) => void;
  sending: Sending;
  label: string;
  /** What the button says: a new comment is sent, an edited one saved. */
  sendLabel: 'send' | 'save';
  /** Called with the id of the comment once the server has stored it. */
  onSent: (id: string) => void;
  onCancel: () => void;
  /** Increases with each request to focus the field; 0 for none. */
  focusTurn: number;
}

/** The text key of the reason why a comment could not be sent. */
function reasonOf(error: unknown): string {
  const known = [
    'offline',
    'forbidden',
    'not-found',
    'too-large',
    'limit-reached',
    'too-many-requests',
    'not-signed-in',
    'csrf-missing',
  ];
  return isProblem(error) && known.includes(error.type) ? `failed.${error.type}` : 'failed.other';
}

/** Send the draft; it is removed only after the server has stored it. */
function useSubmit({ draft, onDraft, sending, onSent }: CommentFormProps) {
  const empty = draft.text.trim() === '';
  const submit = () => {
    if (empty || sending.isPending) return;
    // A promise and not mutation callbacks: those are skipped if the form is unmounted first, and the draft would stay.
    sending
      .mutateAsync(draft)
      .then((sent) => {
        onDraft(null);
        onSent(sent.id);
      })
      // The form shows the error and keeps the draft.
      .catch(() => undefined);
  };
  return { empty, submit };
}

/** The text field: focused on request, and scrolled into view with its buttons after an error. */
function useField(focusTurn: number, failed: boolean) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (focusTurn > 0 && field.current) focusWithoutJump(field.current);
  }, [focusTurn]);
  useEffect(() => {
    if (failed) field.current?.closest('[data-card]')?.scrollIntoView({ block: 'nearest' });
  }, [failed]);
  return field;
}

/** A form for a comment or a reply. The draft is kept until the server has stored it. */
export function CommentForm(props: CommentFormProps) {
  const { draft, onDraft, sending, label, sendLabel, onCancel } = props;
  const { t } = useTranslation('comments');
  const id = useId();
  const { empty, submit } = useSubmit(props);
  const field = useField(props.focusTurn, sending.isError);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit();
  };
  const state = sending.isPending ? 'pending' : sending.isError ? 'again' : 'ready';
  return (
    <form className="comment-form" onSubmit={onSubmit}>
      <Label htmlFor={id} data-size="sm">
        {label}
      </Label>
      <Textarea
        id={id}
        ref={field}
        data-size="sm"
        rows={3}
        value={draft.text}
        readOnly={sending.isPending}
        aria-describedby={sending.isError ? `${id}-error` : undefined}
        onChange={(event) => onDraft({ ...draft, text: event.target.value })}
        onKeyDown={onKeyDown}
      />
      {sending.isError && <SendError id={`${id}-error`} error={sending.error} />}
      <FormActions
        disabled={empty || sending.isPending}
        sendLabel={t(`${sendLabel}.${state}`)}
        cancelLabel={t(empty || draft.text === draft.original ? 'cancel' : 'discard')}
        onCancel={onCancel}
      />
    </form>
  );
}

function SendError({ id, error }: { id: string; error: unknown }) {
  const { t } = useTranslation('comments');
  return (
    <p id={id} className="comment-form__error" role="alert">
      {t(reasonOf(error))}
    </p>
  );
}

interface FormActionsProps {
  disabled: boolean;
  sendLabel: string;
  cancelLabel: string;
  onCancel: () => void;
}

function FormActions({ disabled, sendLabel, cancelLabel, onCancel }: FormActionsProps) {
  return (
    <div className="comment-form__actions">
      <Button type="submit" data-size="sm" aria-disabled={disabled}>
        {sendLabel}
      </Button>
      <Button variant="tertiary" data-size="sm" onClick={onCancel}>
        {cancelLabel}
      </Button>
    </div>
  );
}
