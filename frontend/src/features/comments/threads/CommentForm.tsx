import { Button, Label, Textarea } from '@digdir/designsystemet-react';
import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '../../../api';
import type { Draft } from './drafts';
import { focusWithoutJump } from './focusWithoutJump';
import { useSendComment } from './useComments';

interface CommentFormProps {
  partId: string;
  draft: Draft;
  onDraft: (draft: Draft | null) => void;
  replyTo: string | null;
  label: string;
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
    'too-many-requests',
    'not-signed-in',
    'csrf-missing',
  ];
  return isProblem(error) && known.includes(error.type) ? `failed.${error.type}` : 'failed.other';
}

/** Send the draft; it is removed only after the server has stored it. */
function useSending({ partId, draft, onDraft, replyTo, onSent }: CommentFormProps) {
  const send = useSendComment(partId);
  const empty = draft.text.trim() === '';
  const submit = () => {
    if (empty || send.isPending) return;
    // A promise and not mutation callbacks: those are skipped if the form is unmounted first, and the draft would stay.
    send
      .mutateAsync({ text: draft.text.trim(), quoted: draft.quoted, replyTo })
      .then((sent) => {
        onDraft(null);
        onSent(sent.id);
      })
      // The form shows the error and keeps the draft.
      .catch(() => undefined);
  };
  return { send, empty, submit };
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
  const { draft, onDraft, replyTo, label, onCancel } = props;
  const { t } = useTranslation('comments');
  const id = useId();
  const { send, empty, submit } = useSending(props);
  const field = useField(props.focusTurn, send.isError);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit();
  };
  const sendLabel = send.isPending ? 'sending' : send.isError ? 'sendAgain' : replyTo ? 'sendReply' : 'send';
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
        readOnly={send.isPending}
        aria-describedby={send.isError ? `${id}-error` : undefined}
        onChange={(event) => onDraft({ ...draft, text: event.target.value })}
        onKeyDown={onKeyDown}
      />
      {send.isError && <SendError id={`${id}-error`} error={send.error} />}
      <FormActions
        disabled={empty || send.isPending}
        sendLabel={t(sendLabel)}
        cancelLabel={t(empty ? 'cancel' : 'discard')}
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
