import { SkipLink } from '@digdir/designsystemet-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Brand } from './Brand';
import { LanguageSwitch } from './LanguageSwitch';

/** The frame of every page outside a plan. `actions` are shown in the bar beside the language switch. */
export function SimplePage({ children, actions }: { children: ReactNode; actions?: ReactNode }) {
  const { t } = useTranslation('common');
  return (
    <>
      <SkipLink href="#content">{t('skipToContent')}</SkipLink>
      <header className="simple-bar">
        <Brand />
        <div className="simple-bar__actions">
          <LanguageSwitch />
          {actions}
        </div>
      </header>
      <main className="simple-page" id="content" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}
