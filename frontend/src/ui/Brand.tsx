import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

export function Brand({ to = '/' }: { to?: string }) {
  const { t } = useTranslation('common');
  return (
    <Link className="brand" to={to}>
      <img alt="" className="brand__mark" src="/icon.svg" />
      <span>{t('appName')}</span>
    </Link>
  );
}
