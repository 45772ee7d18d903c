import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export const LOCALES = ['nb', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

const files = import.meta.glob<Record<string, unknown>>('./{nb,en}/*.json', {
  eager: true,
  import: 'default',
});

/** Each file is a namespace of its own name: a capability brings its words without a line here. */
function namespacesOf(locale: Locale): Record<string, Record<string, unknown>> {
  const own = Object.entries(files).filter(([file]) => file.startsWith(`./${locale}/`));
  return Object.fromEntries(own.map(([file, words]) => [file.slice(5, -'.json'.length), words]));
}

const resources = { nb: namespacesOf('nb'), en: namespacesOf('en') };

/** Set the language of every text and of the document, so that a screen reader pronounces it right. */
export async function changeLocale(locale: Locale): Promise<void> {
  await i18next.changeLanguage(locale);
  document.documentElement.lang = locale;
}

/** Settled when the first text can be shown; not awaited here, so that importing this module never blocks. */
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
