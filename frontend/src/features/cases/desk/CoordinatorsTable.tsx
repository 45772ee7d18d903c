import { Button } from '@digdir/designsystemet-react';
import { Link } from 'react-router';
import { todayInNorway } from '../../../domain/dates';
import type { ListedCoordinator } from '../../../domain/openapi';
import { dayInShort } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { leavingPath } from '../../../paths';
import { isThere } from '../directory/finding';

const COLUMNS = ['name', 'workplace', 'knows', 'training', 'cases', 'leaving', 'away'] as const;

interface CoordinatorsTableProps {
  municipality: string;
  listed: ListedCoordinator[];
  onChange: (whom: ListedCoordinator) => void;
  /** What is typed about one must not be lost to another. */
  isChanging: boolean;
}

/** A row each; on a narrow screen each is a block of its own, with the names of the columns before what they hold. */
export function CoordinatorsTable({ municipality, listed, onChange, isChanging }: CoordinatorsTableProps) {
  const { t } = useTranslation('desk');
  return (
    <table className="coordinators">
      <caption className="visually-hidden">{t('directory.title')}</caption>
      <thead>
        <tr>
          {COLUMNS.map((each) => (
            <th key={each} scope="col">
              {t(`directory.columns.${each}`)}
            </th>
          ))}
          <th scope="col">
            <span className="visually-hidden">{t('directory.change')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {listed.map((each) => (
          <Row
            isChanging={isChanging}
            key={each.person}
            municipality={municipality}
            onChange={() => onChange(each)}
            whom={each}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  municipality: string;
  whom: ListedCoordinator;
  onChange: () => void;
  isChanging: boolean;
}

function Row({ municipality, whom, onChange, isChanging }: RowProps) {
  const { t } = useTranslation('desk');
  const words = useCells(whom);
  return (
    <tr>
      <th scope="row">{whom.name}</th>
      {COLUMNS.slice(1).map((each) => (
        <td
          className={words[each] ? undefined : 'coordinators__nothing'}
          data-column={t(`directory.columns.${each}`)}
          key={each}
        >
          {words[each] || '–'}
        </td>
      ))}
      <td>
        <div className="coordinators__acts">
          <Button
            aria-label={t('directory.changeOf', { name: whom.name })}
            data-size="sm"
            disabled={isChanging}
            onClick={onChange}
            variant="secondary"
          >
            {t('directory.change')}
          </Button>
          {whom.active_cases > 0 && (
            <Link
              aria-label={t('leaving.openOf', { name: whom.name })}
              className="ds-link"
              to={leavingPath(municipality, whom.person)}
            >
              {t('leaving.open')}
            </Link>
          )}
        </div>
      </td>
    </tr>
  );
}

function useCells(whom: ListedCoordinator): Record<string, string> {
  const { t, i18n } = useTranslation('desk');
  const day = (iso: string | null) => (iso ? dayInShort(iso, i18n.language) : '');
  const today = todayInNorway();
  const refresh = whom.refresh_due && t('directory.refresh', { day: day(whom.refresh_due) });
  const overdue = whom.refresh_due && whom.refresh_due < today && t('directory.overdue');
  const leaves = day(whom.leaves_on);
  const away = [day(whom.away_from), day(whom.away_until)];
  return {
    workplace: whom.workplace,
    knows: [whom.area, whom.languages, whom.experience].filter(Boolean).join(' · '),
    training: [day(whom.trained_on), refresh, overdue].filter(Boolean).join(', '),
    cases: t(whom.most_cases ? 'directory.casesOf' : 'directory.cases', {
      active: whom.active_cases,
      most: whom.most_cases,
    }),
    leaving: isThere(whom, today) ? leaves : t('directory.left', { day: leaves }),
    away: away.some(Boolean) ? away.join('–') : '',
  };
}
