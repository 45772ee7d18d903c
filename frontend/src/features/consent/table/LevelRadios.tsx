import { useId } from 'react';
import { LEVELS } from '../../../domain/contract';
import type { Level } from '../../../domain/types';
import { useTranslation } from '../../../i18n/useTranslation';
import { rank } from '../grants/grants';
import type { Choice } from './levels';

/** For a list on a narrow screen: every level is one tap away. */
export function LevelRadios({ level, proposed, mixed, label, note, most, onChoose }: Choice) {
  const { t } = useTranslation('consent');
  const name = useId();
  const within = (each: Level) => rank(each) <= rank(most);
  return (
    <>
      <fieldset className="level__choices" aria-describedby={note}>
        <legend className="visually-hidden">{label}</legend>
        {LEVELS.filter((each) => within(each) || each === level).map((each) => (
          <label
            key={each}
            className={each === proposed ? 'level__choice level__choice--proposed' : 'level__choice'}
          >
            <input
              type="radio"
              name={name}
              value={each}
              checked={!mixed && each === level}
              disabled={!within(each)}
              onChange={() => onChoose(each, false)}
            />
            <span>{t(`levels.${each}`)}</span>
          </label>
        ))}
      </fieldset>
      {level !== 'none' && within(level) && (
        <button type="button" className="level__date" onClick={() => onChoose(level, true)}>
          {t('setDateListed')}
          <span className="visually-hidden">({label})</span>
        </button>
      )}
    </>
  );
}
