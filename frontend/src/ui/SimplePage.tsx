import { SkipLink } from '@digdir/designsystemet-react';
import type { ReactNode } from 'react';
import { useTranslation } from '../i18n/useTranslation';
import { SimpleBar } from './bar/SimpleBar';

interface SimplePageProps {
  children: ReactNode;
  /** The way to the pages that belong together with this one. */
  pages?: ReactNode;
}

/** The frame of every page outside a plan. */
export function SimplePage({ children, pages }: SimplePageProps) {
  const { t } = useTranslation('common');
  return (
    <>
      <SkipLink href="#content">{t('skipToContent')}</SkipLink>
      <SimpleBar>{pages}</SimpleBar>
      <main className="simple-page" id="content" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}
