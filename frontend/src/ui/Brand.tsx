import { Link } from 'react-router';
import { useTranslation } from '../i18n/useTranslation';

export function Brand({ to = '/' }: { to?: string }) {
  const { t } = useTranslation('common');
  return (
    <Link className="brand" to={to}>
      <img alt="" className="brand__mark" src="/icon.svg" />
      <span>{t('appName')}</span>
    </Link>
  );
}
