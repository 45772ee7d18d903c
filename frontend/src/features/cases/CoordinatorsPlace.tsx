import type { CoordinatorAnswer } from '../../domain/openapi';
import { dayAsSpoken } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';

/** Until when whoever coordinates is away or stays, who stands in or comes after them, and why. */
export function CoordinatorsPlace({ of }: { of: CoordinatorAnswer }) {
  const { t, i18n } = useTranslation('cases');
  const { name, status, away, goes, coming, why } = of;
  const day = (iso: string) => dayAsSpoken(iso, i18n.language);
  const next = coming && [coming.name, coming.workplace].filter(Boolean).join(', ');
  return (
    <>
      {away && (
        <p>
          <strong>
            {away.until ? t('place.awayUntil', { name, day: day(away.until) }) : t('place.away', { name })}
          </strong>{' '}
          {away.substitute && t('place.substitute', { name: away.substitute })}
        </p>
      )}
      {goes && <p>{t('place.goes', { name, day: day(goes) })}</p>}
      {status === 'handing-over' && <p>{t('place.handingOver')}</p>}
      {coming && <p>{t('place.coming', { name: next, day: day(coming.start) })}</p>}
      {why && <p>{t(name ? 'place.why' : 'place.whyGone', { reason: why })}</p>}
    </>
  );
}
