import { useSearchParams } from 'react-router';
import { useTranslation } from '../../../i18n/useTranslation';
import { useMedia } from '../../../state/useMedia';
import type { Grants } from './GrantCell';
import { GrantList } from './GrantList';
import { GrantTable } from './GrantTable';
import { Legend } from './Legend';
import { PaperTables } from './PaperTables';

/** In rem: what stands beside the table, its first column, and one person's; the same as in consent.css. */
const BESIDE = 22;
const FIRST_COLUMN = 10.5;
const COLUMN = 7.75;

/** A table where everybody has room in it, else one person at a time. */
export function Matrix({ grants }: { grants: Omit<Grants, 'listed'> }) {
  const { t } = useTranslation('consent');
  const [search] = useSearchParams();
  const people = grants.view.participants.length;
  const wide = useMedia(`(min-width: ${BESIDE + FIRST_COLUMN + people * COLUMN}rem)`);
  const wanted = search.get('part');
  if (people === 0) return <p>{t('nobody')}</p>;
  const Shown = wide ? GrantTable : GrantList;
  return (
    <>
      <Legend choosing={grants.signing !== null} />
      <div className="grants__screen">
        <Shown grants={{ ...grants, listed: !wide }} wanted={wanted} />
      </div>
      <PaperTables grants={grants} />
    </>
  );
}
