import { Button, Label, Textarea } from '@digdir/designsystemet-react';
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '../../../api';
import type { Draft } from './drafts';
import { focusCalmly } from './focusWithoutJump';
import { useSendComment } from './useComments';

interface CommentFormProps {
  partId: string;
  draft: Draft;
  onDraft: (draft: Draft | null) => void;
  replyTo: string | null;
  label: string;
  /** Told with the id of the comment after the server has it. */
  onSent: (id: string) => void;
  onCancel: () => void;
  /** Changes each time the keyboard focus is wanted here. */
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

/** Send what is written; the draft goes only after the server has it. */
function useSending({ partId, draft, onDraft, replyTo, onSent }: CommentFormProps) {
  const send = useSendComment(partId);
  const empty = draft.text.trim() === '';
  const submit = () => {
    if (empty || send.isPending) return;
    // A promise, not callbacks: those are not called when the form is closed meanwhile, and the draft would stay.
    send
      .mutateAsync({ text: draft.text.trim(), quoted: draft.quoted, replyTo })
      .then((sent) => {
        onDraft(null);
        onSent(sent.id);
      })
      // The form shows why; the draft is still there.
      .catch(() => undefined);
  };
  return { send, empty, submit };
}

/** The field, focused when it is wanted, and in view with its buttons when something went wrong. */
function useField(focusTurn: number, failed: boolean) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (focusTurn > 0 && field.current) focusCalmly(field.current);
  }, [focusTurn]);
  useEffect(() => {
    if (failed) field.current?.closest('[data-card]')?.scrollIntoView({ block: 'nearest' });
  }, [failed]);
  return field;
}

/** Write a comment or an answer. What is written stays until the server has it. */
export function CommentForm(props: CommentFormProps) {
  const { draft, onDraft, replyTo, label, onCancel } = props;
  const { t } = useTranslation('comments');
  const id = useId();
  const { send, empty, submit } = useSending(props);
  const field = useField(props.focusTurn, send.isError);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
  };

  return (
    <form
      className="comment-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
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
      {send.isError && (
        <p id={`${id}-error`} className="comment-form__error" role="alert">
          {t(reasonOf(send.error))}
        </p>
      )}
      <div className="comment-form__actions">
        <Button type="submit" data-size="sm" aria-disabled={empty || send.isPending}>
          {t(send.isPending ? 'sending' : send.isError ? 'sendAgain' : replyTo ? 'sendReply' : 'send')}
        </Button>
        <Button variant="tertiary" data-size="sm" onClick={onCancel}>
          {t(empty ? 'cancel' : 'discard')}
        </Button>
      </div>
    </form>
  );
}
