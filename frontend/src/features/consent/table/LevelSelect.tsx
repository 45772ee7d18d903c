import { LEVELS } from '../../../domain/contract';
import type { Level } from '../../../domain/types';
import { useTranslation } from '../../../i18n/useTranslation';
import { rank } from '../grants/grants';
import type { Choice } from './levels';

const DATED = '+date';
const MIXED = '+mixed';

/** For a cell of a table: small, and the browser's own list. */
export function LevelSelect({ level, mixed, label, note, most, onChoose }: Choice) {
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
      aria-describedby={note}
      value={mixed ? MIXED : level}
      onChange={(event) => choose(event.target.value)}
    >
      {mixed && (
        <option value={MIXED} disabled>
          {t('mixed')}
        </option>
      )}
      {LEVELS.filter((each) => within(each) || each === level).map((each) => (
        <option key={each} value={each} disabled={!within(each)}>
          {t(`levels.${each}`)}
        </option>
      ))}
      {level !== 'none' && within(level) && <option value={DATED}>{t('setDate')}</option>}
    </select>
  );
}
