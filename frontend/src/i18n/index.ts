import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import enComments from './en/comments.json';
import enCommon from './en/common.json';
import enConsent from './en/consent.json';
import enEditor from './en/editor.json';
import enLogin from './en/login.json';
import enPlan from './en/plan.json';
import enSync from './en/sync.json';
import nbComments from './nb/comments.json';
import nbCommon from './nb/common.json';
import nbConsent from './nb/consent.json';
import nbEditor from './nb/editor.json';
import nbLogin from './nb/login.json';
import nbPlan from './nb/plan.json';
import nbSync from './nb/sync.json';

export const LOCALES = ['nb', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

const resources = {
  nb: {
    common: nbCommon,
    plan: nbPlan,
    login: nbLogin,
    sync: nbSync,
    editor: nbEditor,
    comments: nbComments,
    consent: nbConsent,
  },
  en: {
    common: enCommon,
    plan: enPlan,
    login: enLogin,
    sync: enSync,
    editor: enEditor,
    comments: enComments,
    consent: enConsent,
  },
};

/** Set the language of every text and of the document, so that a screen reader pronounces it right. */
export async function changeLocale(locale: Locale): Promise<void> {
  await i18next.changeLanguage(locale);
  document.documentElement.lang = locale;
}

/** Resolves when texts can be shown; not awaited here, so that importing this module never blocks. */
export const i18nReady = i18next.use(initReactI18next).init({
  resources,
  lng: 'nb',
  fallbackLng: 'nb',
  defaultNS: 'common',
  ns: Object.keys(resources.nb),
  interpolation: { escapeValue: false },
  returnNull: false,
});

export default i18next;
