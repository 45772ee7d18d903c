import { Button } from '@digdir/designsystemet-react';
import { useEffect } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { renewWhenSafe } from '../../state/renewal';
import { Statement } from '../Statement';

/** Shown when a page could not be loaded, mostly since Samplan was upgraded; loads it again once words are safe. */
export function PageMissing() {
  const { t } = useTranslation('common');
  useEffect(() => renewWhenSafe(), []);
  return (
    <Statement text={t('renewal.text')} title={t('renewal.title')}>
      <Button onClick={() => window.location.reload()}>{t('renewal.now')}</Button>
    </Statement>
  );
}
