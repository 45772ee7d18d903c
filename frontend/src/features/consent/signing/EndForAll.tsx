import { Button } from '@digdir/designsystemet-react';
import { dayInNorway, inMonths, LAST_DAY } from '../../../domain/dates';
import { dayInShort } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { DateBox } from '../../../ui/dates/DateBox';
import { type Change, commonEnd } from './changes';

/** How many months from today the shortcuts end. */
const SHORTCUTS = [3, 6, 12];

interface EndForAllProps {
  changes: readonly Change[];
  onEnd: (until: string | null) => void;
}

/** One last day for everything that is opened: each by itself would be a day to write for every part. */
export function EndForAll({ changes, onEnd }: EndForAllProps) {
  const { t, i18n } = useTranslation('consent');
  const today = dayInNorway(Date.now());
  const common = commonEnd(changes);
  return (
    <div className="signing__all">
      <DateBox
        size="sm"
        label={t('endForAll')}
        min={today}
        max={LAST_DAY}
        value={common ?? ''}
        note={common === undefined ? t('endsDiffer') : undefined}
        onDay={(day) => onEnd(day || null)}
      />
      <ul className="signing__shortcuts" aria-label={t('shortcuts')}>
        {SHORTCUTS.map((months) => {
          const day = inMonths(today, months);
          return (
            <li key={months}>
              <Button
                variant="secondary"
                data-size="sm"
                type="button"
                aria-pressed={common === day}
                onClick={() => onEnd(day)}
              >
                {t(months === 12 ? 'oneYear' : 'months', { count: months })}
                <span className="visually-hidden">({dayInShort(day, i18n.language)})</span>
              </Button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
