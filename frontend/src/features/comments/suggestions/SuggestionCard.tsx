import { type FocusEvent, memo, useEffect, useRef } from 'react';
import type { SuggestionView } from '../../../domain/types';
import { THEIRS } from '../../../i18n/theirWords';
import { useTranslation } from '../../../i18n/useTranslation';
import { focusWithoutJump } from '../cards/focusWithoutJump';
import type { CardProps } from '../cards/ThreadCard';
import { useSeen } from '../cards/useSeen';
import { When } from '../cards/When';
import { authorName } from '../threads/authorName';
import { Change } from './Change';
import type { Place } from './places';
import { SuggestionActions } from './SuggestionActions';
import { useSaid } from './useSaid';
import './suggestions.css';

interface SuggestionProps extends CardProps {
  suggestion: SuggestionView;
  /** Where it would be written. */
  place: Place;
}

/** The card of a suggestion: who would have what stand instead of what, and what has become of it. */
export const SuggestionCard = memo(function SuggestionCard({
  suggestion,
  place,
  tools,
  active,
  focusTurn,
}: SuggestionProps) {
  const { t } = useTranslation('suggestions');
  const card = useRef<HTMLElement>(null);
  const whole = useSeen(card) || active;
  useEffect(() => {
    if (focusTurn > 0 && card.current) focusWithoutJump(card.current);
  }, [focusTurn]);
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    if (event.target.matches(':focus-visible')) tools.setActive(suggestion.id);
  };
  const { author, created_at, words_gone, status } = suggestion;
  const { label, quote, replacement } = useSaid(tools.part, suggestion);
  const open = status === 'open';
  const name = authorName(suggestion, tools.plan.me, t);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: focus does for the keyboard what a click does for the pointer
    <article
      ref={card}
      tabIndex={-1}
      data-card={suggestion.id}
      className={active ? 'thread suggestion thread--active' : 'thread suggestion'}
      aria-label={t('by', { name })}
      onFocus={onFocus}
      onClick={() => tools.setActive(suggestion.id)}
    >
      <div className="comment">
        <p className="comment__who">
          <span className="comment__name">{t('by', { name })}</span>
          {author.role && <span className="comment__role">{t(`common:roles.${author.role}`)}</span>}
        </p>
        <p className="comment__when">
          <When at={created_at} whole={whole} />
        </p>
      </div>
      {label !== null && <p className="quote__whole">{label}</p>}
      {words_gone ? (
        <p className="comment-form__note">{t('wordsHidden')}</p>
      ) : (
        <Change quote={quote} replacement={replacement} />
      )}
      {open && place === 'there' && suggestion.field === null && (
        <button type="button" className="suggestion__show" onClick={() => tools.showWords(suggestion.id)}>
          {t('inText')}
        </button>
      )}
      {open && !words_gone && place !== 'there' && (
        <p className="comment-form__note">{t(place === 'gone' ? 'placeGone' : 'placeUnseen')}</p>
      )}
      {!open && <Outcome suggestion={suggestion} me={tools.plan.me} />}
      {open && whole && (
        <SuggestionActions suggestion={suggestion} stands={place === 'there'} tools={tools} />
      )}
    </article>
  );
});

function Outcome({ suggestion, me }: { suggestion: SuggestionView; me: string }) {
  const { t } = useTranslation('suggestions');
  const { status, decided_by, word } = suggestion;
  const name = decided_by ? authorName({ author: decided_by }, me, t) : '';
  return (
    <>
      <p className="thread__done">{t(`outcome.${status}`, { name })}</p>
      {word !== '' && (
        <p className="comment__text" {...THEIRS}>
          {word}
        </p>
      )}
    </>
  );
}
