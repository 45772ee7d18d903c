import { useId } from 'react';
import { dayInShort } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { lastDay } from '../grants/lastDay';
import { LevelRadios } from './LevelRadios';
import { LevelSelect } from './LevelSelect';
import { type Choice, type LevelState, UNSET } from './levels';

interface LevelCellProps extends Pick<Choice, 'label' | 'most' | 'onChoose'> {
  state: LevelState;
  /** In a list there is room for all choices at once; each takes one tap. */
  listed: boolean;
}

/** The level as a word on its tint, with details below. */
export function LevelCell({ state, listed, ...asked }: LevelCellProps) {
  const { t } = useTranslation('consent');
  const id = useId();
  const shown = state.next ?? state.level;
  const notes = useNotes(state);
  const marks = [
    `level level--${shown}`,
    listed ? 'level--listed' : '',
    state.proposed !== null && state.next === null ? 'level--proposed' : '',
    state.until !== null && state.next === null ? 'level--ending' : '',
    state.next !== null ? 'level--changed' : '',
  ];
  const choice: Choice = {
    ...asked,
    level: shown,
    proposed: state.next === null ? state.proposed : null,
    mixed: state.mixed === true && state.next === null,
    note: notes.length > 0 ? id : undefined,
  };
  const Chooser = listed ? LevelRadios : LevelSelect;
  return (
    <div className={marks.filter(Boolean).join(' ')}>
      {asked.most === 'none' ? (
        <span className="level__word">{t(`levels.${shown}`)}</span>
      ) : (
        <Chooser {...choice} />
      )}
      {state.next !== null && <ToSigning />}
      {notes.length > 0 && (
        <span className="level__note" id={id}>
          {notes.join(', ')}
        </span>
      )}
    </div>
  );
}

/** Shown while it has the focus: the table is long, and what is chosen is signed behind it. */
function ToSigning() {
  const { t } = useTranslation('consent');
  return (
    <button
      className="level__skip"
      onClick={() => document.querySelector<HTMLElement>('.change-bar button')?.focus()}
      type="button"
    >
      {t('toSigning')}
    </button>
  );
}

function useNotes({ level, next, until, nextUntil, proposed, creator, mixed }: LevelState): string[] {
  const { t, i18n } = useTranslation('consent');
  const short = (day: string) => dayInShort(day, i18n.language);
  if (next !== null) {
    const before = next === level ? [] : [t('note.before', { before: t(`levels.${level}`) })];
    if (nextUntil === UNSET) return [...before, t('note.unset')];
    return nextUntil ? [...before, t('note.until', { day: short(nextUntil) })] : before;
  }
  const day = lastDay(until);
  const ends = day ? [t('note.until', { day: short(day) })] : [];
  if (mixed) return [t('note.new', { level: t(`levels.${level}`) }), ...ends];
  if (day) return ends;
  if (proposed !== null) return [t('note.proposed', { proposed: t(`levels.${proposed}`) })];
  return creator ? [t('note.creator')] : [];
}
