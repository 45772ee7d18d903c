import type { ResponsibilityAnswer } from '../../domain/openapi';
import { listed } from '../../i18n/spoken';
import { useTranslation } from '../../i18n/useTranslation';

/** Which service answers for the plan, or which do not agree on that, and for how long; nothing while nobody has asked. */
export function Responsibility({ of }: { of: ResponsibilityAnswer }) {
  const { t, i18n } = useTranslation('cases');
  const { status, service, days } = of;
  if (status === 'unset') return null;
  if (status !== 'disputed') return <p>{t(`responsibility.${status}`, { service })}</p>;
  const services = listed(of.services, i18n.language);
  return (
    <p>
      <strong>{t('responsibility.disputed', { services, count: days })}</strong>
    </p>
  );
}
