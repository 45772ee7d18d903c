import { Label, Textarea } from '@digdir/designsystemet-react';
import { useEffect, useId, useRef } from 'react';
import { THEIRS } from '../../../../i18n/theirWords';
import { useTranslation } from '../../../../i18n/useTranslation';
import { focusWithoutJump } from '../../cards/focusWithoutJump';
import type { Draft } from '../../threads/drafts';

export interface EntryProps {
  draft: Draft;
  onDraft: (draft: Draft) => void;
  readOnly: boolean;
  /** Increases with each request to focus it; 0 for none. */
  focusTurn: number;
}

/** The words as they are to stand. */
export function NewWords({ draft, onDraft, readOnly, focusTurn }: EntryProps) {
  const { t } = useTranslation('suggestions');
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (focusTurn > 0 && field.current) focusWithoutJump(field.current);
  }, [focusTurn]);
  return (
    <>
      <Label htmlFor={id} data-size="sm">
        {t('asItShouldStand')}
      </Label>
      <Textarea
        {...THEIRS}
        id={id}
        ref={field}
        data-size="sm"
        rows={3}
        value={draft.text}
        readOnly={readOnly}
        onChange={(event) => onDraft({ ...draft, text: event.target.value })}
      />
    </>
  );
}
