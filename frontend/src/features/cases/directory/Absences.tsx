import { useQuery } from '@tanstack/react-query';
import { apiGet, keys } from '../../../api';
import type { AnnouncedAbsence } from '../../../domain/openapi';
import { dayAsSpoken } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';
import { Answered } from '../../../ui/problems/Answered';

/** Who is to be away, the first to come first, and whose cases nobody stands in for. */
export function Absences({ municipality }: { municipality: string }) {
  const { t } = useTranslation('desk');
  const found = useQuery({
    queryKey: [...keys.coordinators(municipality), 'absences'],
    queryFn: ({ signal }) => apiGet('/api/units/{municipality}/absences', { municipality }, signal),
  });
  return (
    <Answered loading={t('absences.loading')} of={found}>
      {(absences) => <Announced absences={absences} />}
    </Answered>
  );
}

function Announced({ absences }: { absences: AnnouncedAbsence[] }) {
  const { t } = useTranslation('desk');
  return (
    <section aria-labelledby="absences">
      <h2 className="section-heading" id="absences">
        {t('absences.title')}
      </h2>
      {absences.length === 0 && <p className="quiet">{t('absences.none')}</p>}
      <ul className="plain-list absences">
        {absences.map((each) => (
          <li key={each.person}>
            <Away absence={each} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Away({ absence }: { absence: AnnouncedAbsence }) {
  const { t, i18n } = useTranslation('desk');
  const { name, workplace, since, until, substitute, cases, uncovered, empty_from: empty } = absence;
  const day = (iso: string | null) => (iso ? dayAsSpoken(iso, i18n.language) : '');
  const days = since && until ? 'both' : since ? 'since' : 'until';
  return (
    <>
      <strong>{name}</strong>, {workplace}: {t(`absences.${days}`, { since: day(since), until: day(until) })}{' '}
      {t('absences.cases', { count: cases })} {substitute && t('absences.substitute', { name: substitute })}{' '}
      {uncovered > 0 && <strong>{t('absences.uncovered', { count: uncovered })}</strong>}{' '}
      {empty && t('absences.empty', { day: day(empty) })}
    </>
  );
}
