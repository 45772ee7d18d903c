import { Button, Label, Textarea } from '@digdir/designsystemet-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { SuggestionView } from '../../../domain/types';
import { THEIRS } from '../../../i18n/theirWords';
import { useTranslation } from '../../../i18n/useTranslation';
import type { CardTools } from '../margin/useMargin';
import { failureOf } from './failure';
import { type Decision, useDecide } from './useSuggestions';

interface ActionsProps {
  suggestion: SuggestionView;
  /** Whether its words stand where they did, and the card shows where that is. */
  stands: boolean;
  tools: CardTools;
}

/** What the reader may do: who may write accepts or declines, the author withdraws; the server decides in the end. */
export function SuggestionActions({ suggestion, stands, tools }: ActionsProps) {
  const { t } = useTranslation('suggestions');
  const deciding = useDecide(tools.part.id, suggestion.id);
  const [declining, setDeclining] = useState(false);
  const bar = useRef<HTMLDivElement>(null);
  const decide = (decision: Decision) => {
    if (deciding.isPending) return;
    // The card moves to the others with its button, so the focus must have somewhere to go.
    const title = bar.current?.closest('section, dialog')?.querySelector<HTMLElement>('[data-margin-title]');
    deciding
      .mutateAsync(decision)
      .then(() => {
        tools.announce(t(`done.${decision.step}`));
        title?.focus({ preventScroll: true });
      })
      // The card shows the error.
      .catch(() => undefined);
  };
  const mayDecide = tools.part.level === 'edit' && tools.assisted === null;
  const mine = suggestion.author.id === tools.plan.me && tools.part.level !== 'read';
  const pending = deciding.isPending;
  if (!mayDecide && !mine) return null;
  return (
    <div ref={bar} className="suggestion__decide">
      {deciding.isError && (
        <p className="comment-form__error" role="alert">
          {t(failureOf(deciding.error))}
        </p>
      )}
      {declining ? (
        <Declining
          pending={pending}
          onDecline={(word) => decide({ step: 'decline', word })}
          onCancel={() => setDeclining(false)}
        />
      ) : (
        <div className="comment-form__actions">
          {mayDecide && stands && (
            <Button data-size="sm" aria-disabled={pending} onClick={() => decide({ step: 'accept' })}>
              {t('accept')}
            </Button>
          )}
          {mayDecide && (
            <Button
              variant="secondary"
              data-size="sm"
              aria-disabled={pending}
              onClick={() => setDeclining(true)}
            >
              {t('decline')}
            </Button>
          )}
          {mine && (
            <Button
              variant="tertiary"
              data-size="sm"
              aria-disabled={pending}
              onClick={() => decide({ step: 'withdraw' })}
            >
              {t('withdraw')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

interface DecliningProps {
  pending: boolean;
  onDecline: (word: string) => void;
  onCancel: () => void;
}

/** Asked in the card itself: a word about why, which may be left out. */
function Declining({ pending, onDecline, onCancel }: DecliningProps) {
  const { t } = useTranslation('suggestions');
  const [word, setWord] = useState('');
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  return (
    <div className="comment-form">
      <Label htmlFor={id} data-size="sm">
        {t('why')}
      </Label>
      <Textarea
        {...THEIRS}
        id={id}
        ref={field}
        data-size="sm"
        rows={2}
        value={word}
        onChange={(event) => setWord(event.target.value)}
      />
      <div className="comment-form__actions">
        <Button data-size="sm" aria-disabled={pending} onClick={() => onDecline(word.trim())}>
          {t('declineNow')}
        </Button>
        <Button variant="tertiary" data-size="sm" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </div>
  );
}
