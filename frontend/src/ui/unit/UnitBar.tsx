import { Link, useLocation } from 'react-router';
import { useUnits } from '../../api';
import type { UnitAnswer } from '../../domain/openapi';
import { useTranslation } from '../../i18n/useTranslation';
import { coordinatorsPath, deskPath, municipalityPath, overviewPath, yearReportPath } from '../../paths';
import './unit.css';

/** The pages of a unit that this person's rights in it open; the one they are on, or came from, is marked. */
export function UnitBar({ municipality }: { municipality: string }) {
  const { t } = useTranslation('municipalities');
  const { pathname } = useLocation();
  const units = useUnits();
  const unit = units.data?.find(({ number }) => number === municipality);
  if (!unit) return <div className="unit-bar" />;
  const pages = openTo(unit);
  const here = pages.filter(({ to }) => pathname === to || pathname.startsWith(`${to}/`)).at(-1);
  return (
    <nav aria-label={t('pages.of', { name: unit.name })} className="unit-bar">
      {pages.map((page) => (
        <Link
          aria-current={page === here ? (page.to === pathname ? 'page' : 'true') : undefined}
          key={page.to}
          to={page.to}
        >
          {t(`pages.${page.name}`)}
        </Link>
      ))}
    </nav>
  );
}

/** The cases first: all other addresses begin as theirs does. */
function openTo({ number, rights }: UnitAnswer): { name: string; to: string }[] {
  const handles = rights.includes('case-handler');
  return [
    handles && { name: 'cases', to: deskPath(number) },
    handles && { name: 'coordinators', to: coordinatorsPath(number) },
    (handles || rights.includes('statistics')) && { name: 'overview', to: overviewPath(number) },
    (handles || rights.includes('statistics')) && { name: 'years', to: yearReportPath(number) },
    handles && { name: 'settings', to: municipalityPath(number) },
  ].filter((page) => page !== false);
}
