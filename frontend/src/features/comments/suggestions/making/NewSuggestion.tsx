import { Button } from '@digdir/designsystemet-react';
import { type FormEvent, memo } from 'react';
import { useTranslation } from '../../../../i18n/useTranslation';
import { DatedForm } from '../../../../ui/dates/DatedForm';
import type { CardProps } from '../../cards/ThreadCard';
import { NEW_SUGGESTION, useDraft } from '../../threads/drafts';
import { Change } from '../Change';
import { failureOf } from '../failure';
import { useSuggest } from '../useSuggestions';
import { FieldChoice } from './FieldChoice';
import { FieldValue } from './FieldValue';
import { NewWords } from './NewWords';
import { endDraft, turnTo } from './otherFields';
import { wishOf } from './wish';
import '../suggestions.css';

/** The card of the new, unsent suggestion: what is to stand, and what that changes. */
export const NewSuggestion = memo(function NewSuggestion({ tools, active, focusTurn }: CardProps) {
  const { t } = useTranslation('suggestions');
  const [draft, setDraft] = useDraft(tools.draftKey(NEW_SUGGESTION));
  const sending = useSuggest(tools.part.id);
  if (!draft) return null;
  const wish = wishOf(draft);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!wish || sending.isPending || !tools.mayComment) return;
    sending
      .mutateAsync(wish)
      .then((sent) => {
        endDraft(tools.draftKey);
        tools.announce(t('sent'));
        tools.goTo(sent.id);
      })
      // The form shows the error and keeps the words.
      .catch(() => undefined);
  };
  const discard = () => {
    if (!endDraft(tools.draftKey)) tools.backToText();
  };
  const entry = { draft, onDraft: setDraft, readOnly: sending.isPending, focusTurn };
  return (
    <section
      data-card={NEW_SUGGESTION}
      className={active ? 'thread suggestion thread--active' : 'thread suggestion'}
      aria-label={t('new')}
      onFocus={() => tools.setActive(NEW_SUGGESTION)}
    >
      <DatedForm>
        <form className="comment-form" onSubmit={submit}>
          {draft.field === undefined ? (
            <NewWords {...entry} />
          ) : (
            <>
              {tools.doc && (
                <FieldChoice
                  part={tools.part}
                  field={draft.field}
                  onField={(field) => tools.doc && turnTo(tools.draftKey, tools.doc, draft, field)}
                  focusTurn={focusTurn}
                />
              )}
              <FieldValue {...entry} part={tools.part} field={draft.field} key={draft.field} />
            </>
          )}
          {wish && 'anchor' in wish && <Change quote={wish.quote} replacement={wish.replacement} />}
          <p className="comment-form__note">{t(wish?.replacement === '' ? 'hintTaken' : 'hint')}</p>
          {sending.isError && (
            <p className="comment-form__error" role="alert">
              {t(failureOf(sending.error))}
            </p>
          )}
          <div className="comment-form__actions">
            <Button type="submit" data-size="sm" aria-disabled={!wish || sending.isPending}>
              {t(sending.isPending ? 'sending' : 'send')}
            </Button>
            <Button variant="tertiary" data-size="sm" onClick={discard}>
              {t(wish ? 'discard' : 'cancel')}
            </Button>
          </div>
        </form>
      </DatedForm>
    </section>
  );
});
