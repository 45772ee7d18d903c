import { SkipLink } from '@digdir/designsystemet-react';
import type { ReactNode } from 'react';
import { useTranslation } from '../i18n/useTranslation';
import { SimpleBar } from './bar/SimpleBar';

/** The frame of every page outside a plan. */
export function SimplePage({ children }: { children: ReactNode }) {
  const { t } = useTranslation('common');
  return (
    <>
      <SkipLink href="#content">{t('skipToContent')}</SkipLink>
      <SimpleBar />
      <main className="simple-page" id="content" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}
