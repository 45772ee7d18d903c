import { useTranslation } from 'react-i18next';
import { LEVELS } from '../../../domain/contract';
import { dayInShort } from '../../../domain/dates';
import type { Level } from '../../../domain/types';
import { rank } from '../grants/grants';
import { lastDay } from '../grants/lastDay';

/** The content of one cell, signed or about to be. */
export interface LevelState {
  level: Level;
  /** The level after signing; null if it is unchanged. */
  next: Level | null;
  until: string | null;
  /** The proposed level, if nothing has been signed. */
  proposed: Level | null;
  /** May edit as the creator of the part, without a signed decision. */
  creator: boolean;
}

interface LevelCellProps {
  state: LevelState;
  /** The full label: not every screen reader announces the table's headers. */
  label: string;
  /** The highest level that may be chosen; `none`: nothing may. */
  most: Level;
  onChoose: (level: Level, dated: boolean) => void;
}

const DATED = '+date';

function noteKey({ next, until, proposed, creator }: LevelState): string | null {
  if (next !== null) return 'note.before';
  if (until !== null) return 'note.until';
  if (proposed !== null) return 'note.proposed';
  return creator ? 'note.creator' : null;
}

/** The level as a word on its tint, with details below. */
export function LevelCell({ state, label, most, onChoose }: LevelCellProps) {
  const { t, i18n } = useTranslation('consent');
  const shown = state.next ?? state.level;
  const key = noteKey(state);
  const day = lastDay(state.until);
  const note =
    key &&
    t(key, {
      before: t(`levels.${state.level}`),
      proposed: t(`levels.${state.proposed ?? 'none'}`),
      day: day ? dayInShort(day, i18n.language) : '',
    });
  const marks = [
    `level level--${shown}`,
    state.proposed !== null && state.next === null ? 'level--proposed' : '',
    state.until !== null && state.next === null ? 'level--ending' : '',
    state.next !== null ? 'level--changed' : '',
  ];
  return (
    <div className={marks.filter(Boolean).join(' ')}>
      {most === 'none' ? (
        <span className="level__word">{t(`levels.${shown}`)}</span>
      ) : (
        <LevelSelect level={shown} label={label} most={most} onChoose={onChoose} />
      )}
      {note && <span className="level__note">{note}</span>}
    </div>
  );
}

interface LevelSelectProps {
  level: Level;
  label: string;
  most: Level;
  onChoose: (level: Level, dated: boolean) => void;
}

function LevelSelect({ level, label, most, onChoose }: LevelSelectProps) {
  const { t } = useTranslation('consent');
  const within = (each: Level) => rank(each) <= rank(most);
  const choose = (value: string) => {
    if (value === DATED) onChoose(level, true);
    else onChoose(value as Level, false);
  };
  return (
    <select
      className="level__select"
      aria-label={label}
      value={level}
      onChange={(event) => choose(event.target.value)}
    >
      {LEVELS.filter((each) => within(each) || each === level).map((each) => (
        <option key={each} value={each} disabled={!within(each)}>
          {t(`levels.${each}`)}
        </option>
      ))}
      {level !== 'none' && within(level) && <option value={DATED}>{t('setDate')}</option>}
    </select>
  );
}
