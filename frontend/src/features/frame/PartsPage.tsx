import { useTranslation } from '../../i18n/useTranslation';
import { PageHeading } from '../../ui/PageHeading';
import { PartList } from './PartList';
import { usePlanContext } from './planContext';

/** The list of parts as a separate page for narrow windows; wide ones show it in the rail. */
export function PartsPage() {
  const { t } = useTranslation('plan');
  const { plan } = usePlanContext();
  return (
    <div className="parts-page">
      <PageHeading tab={t('nav.allParts')} title={t('nav.allParts')} />
      <PartList plan={plan} />
    </div>
  );
}
