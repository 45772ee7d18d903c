import { Button } from '@digdir/designsystemet-react';
import { useQueryClient } from '@tanstack/react-query';
import { apiSend, keys } from '../api';
import type { Me } from '../domain/types';
import { changeLocale, type Locale } from '../i18n';
import { useTranslation } from '../i18n/useTranslation';

/** The other language: its name in that language, and a function that switches to it. */
export function useOtherLanguage(): { other: Locale; name: string; change: () => void } {
  const { t, i18n } = useTranslation('common');
  const queries = useQueryClient();
  const other: Locale = i18n.language === 'nb' ? 'en' : 'nb';

  const change = () => {
    changeLocale(other).catch(() => undefined);
    const me = queries.getQueryData<Me>(keys.me);
    if (!me) return;
    queries.setQueryData<Me>(keys.me, { ...me, locale: other });
    // A failure is ignored: the page has changed language already, only the stored preference is missing.
    apiSend('PATCH /api/me', {}, { locale: other }).catch(() => undefined);
  };
  return { other, name: t(`languageNames.${other}`), change };
}

/** One button that names the other language in that language. */
export function LanguageSwitch() {
  const { other, name, change } = useOtherLanguage();
  return (
    <Button data-size="sm" lang={other} onClick={change} variant="tertiary">
      {name}
    </Button>
  );
}
