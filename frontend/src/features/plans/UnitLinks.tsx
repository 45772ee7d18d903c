import { Link } from 'react-router';
import { useUnits } from '../../api';
import type { UnitAnswer } from '../../domain/openapi';
import { useTranslation } from '../../i18n/useTranslation';
import { deskPath, municipalityPath, overviewPath } from '../../paths';

/** Whose cases and plans somebody of it sees counted: not whoever leads a service alone. */
export const isCounted = ({ rights }: UnitAnswer) => rights.some((each) => each !== 'leader');
export const isLed = ({ rights }: UnitAnswer) => rights.includes('leader');

/** To the cases of this person's units, to what they decide, and to how many there are. */
export function UnitLinks() {
  const { t } = useTranslation(['municipalities', 'plan']);
  const units = useUnits();
  return (units.data ?? []).filter(isCounted).map(({ number, name, rights }) => (
    <p className="unit-links" key={number}>
      {rights.includes('case-handler') && (
        <>
          <Link className="ds-link" to={deskPath(number)}>
            {t('plan:plans.desk', { name })}
          </Link>
          <Link className="ds-link" to={municipalityPath(number)}>
            {t('link', { name })}
          </Link>
        </>
      )}
      <Link className="ds-link" to={overviewPath(number)}>
        {t('plan:plans.counts', { name })}
      </Link>
    </p>
  ));
}
