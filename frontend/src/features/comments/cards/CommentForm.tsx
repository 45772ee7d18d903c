import { Button, Checkbox, Label, Textarea } from '@digdir/designsystemet-react';
import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { isProblem } from '../../../api';
import { THEIRS } from '../../../i18n/theirWords';
import { useTranslation } from '../../../i18n/useTranslation';
import type { Draft } from '../threads/drafts';
import { saidIn } from '../threads/spokenFor';
import type { Sending } from '../threads/useComments';
import { focusWithoutJump, reveal } from './focusWithoutJump';

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
  /** What has become of the comment that this belongs to. */
  note?: string | null;
  /** Whether it can be sent; the words stay in any case. */
  mayComment: boolean;
  /** The session in which the words may be the owner's, and what they are called. */
  assisted?: { session: string | null; owner: string };
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
    'not-now',
  ];
  return isProblem(error) && known.includes(error.type) ? `failed.${error.type}` : 'failed.other';
}

/** Send the draft; it is removed only after the server has stored it. */
function useSubmit({ draft, onDraft, sending, onSent, mayComment }: CommentFormProps) {
  const empty = draft.text.trim() === '';
  const { reset } = sending;
  // Why it could not be sent is no longer so when the right to comment is back.
  useEffect(() => {
    if (mayComment) reset();
  }, [mayComment, reset]);
  const submit = () => {
    if (empty || sending.isPending || !mayComment) return;
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
    if (failed && field.current) reveal(field.current);
  }, [failed]);
  return field;
}

/** A form for a comment or a reply. The draft is kept until the server has stored it. */
export function CommentForm(props: CommentFormProps) {
  const { draft, onDraft, sending, label, sendLabel, onCancel, mayComment } = props;
  const { t } = useTranslation('comments');
  const id = useId();
  const session = props.assisted?.session ?? null;
  const said = saidIn(draft, session);
  const { empty, submit } = useSubmit(props);
  const failed = sending.isError;
  const field = useField(props.focusTurn, failed || !mayComment);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit();
  };
  const state = sending.isPending ? 'pending' : failed && mayComment ? 'again' : 'ready';
  return (
    <form className="comment-form" onSubmit={onSubmit}>
      <Label htmlFor={id} data-size="sm">
        {label}
      </Label>
      <Textarea
        {...THEIRS}
        id={id}
        ref={field}
        data-size="sm"
        rows={3}
        value={draft.text}
        readOnly={sending.isPending}
        aria-describedby={failed || !mayComment ? `${id}-error` : undefined}
        onChange={(event) =>
          onDraft({ ...draft, ...(session && { assisted: said }), text: event.target.value })
        }
        onKeyDown={onKeyDown}
      />
      {props.assisted && (session !== null || draft.assisted) && (
        <Checkbox
          checked={said !== null}
          data-size="sm"
          label={t('ownersWords', { owner: props.assisted.owner })}
          onChange={(event) => onDraft({ ...draft, assisted: event.target.checked ? session : null })}
        />
      )}
      {props.note && <p className="comment-form__note">{props.note}</p>}
      {!mayComment && <SendError id={`${id}-error`} text={t('mayNoLonger')} />}
      {mayComment && failed && <SendError id={`${id}-error`} text={t(reasonOf(sending.error))} />}
      <FormActions
        disabled={empty || sending.isPending || !mayComment}
        sendLabel={t(`${sendLabel}.${state}`)}
        cancelLabel={t(empty || draft.text === draft.original ? 'cancel' : 'discard')}
        onCancel={onCancel}
      />
    </form>
  );
}

function SendError({ id, text }: { id: string; text: string }) {
  return (
    <p id={id} className="comment-form__error" role="alert">
      {text}
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
