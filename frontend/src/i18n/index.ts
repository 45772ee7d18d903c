import { loaded } from '../state/renewal';
import { StateCell } from '../state/stateCell';
import { nb } from './nb';
import { type Catalogue, type TFunction, translator } from './translate';

export const LOCALES = ['nb', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** The language of the page. */
export const spoken = new StateCell<{ locale: Locale }>({ locale: 'nb' });

/** Those that have been loaded; of bokmål at first what is said to people who have not logged in. */
const catalogues: Record<Locale, Catalogue> = { nb, en: {} };
const LATER: Record<Locale, () => Promise<Catalogue>> = {
  nb: async () => (await import('./nb/inside')).inside,
  en: async () => (await import('./en')).en,
};

let wanted: Locale = 'nb';

/** Load all words of a language. @throws ScriptMissing */
export async function loadWords(locale: Locale): Promise<void> {
  if (!('plan' in catalogues[locale])) Object.assign(catalogues[locale], await loaded(LATER[locale]));
}

/** Words that come with the script of the pages that say them, so that no other page loads them. */
export function bringWords(words: Record<Locale, Catalogue>): void {
  for (const locale of LOCALES) Object.assign(catalogues[locale], words[locale]);
}

/** Whether the page is in this language, with all its words. */
export function speaks(locale: Locale): boolean {
  return spoken.read().locale === locale && 'plan' in catalogues[locale];
}

/** All words of a language that have been loaded. */
export function wordsOf(locale: Locale): Catalogue {
  return catalogues[locale];
}

/**
 * Set the language of every text and of the document, so that a screen reader pronounces it right. Where its words cannot
 * be had it is bokmål. @throws ScriptMissing where nor can those
 */
export async function changeLocale(locale: Locale): Promise<void> {
  wanted = locale;
  try {
    await loadWords(locale);
  } catch (error) {
    if (locale === 'nb') throw error;
    return changeLocale('nb');
  }
  if (wanted !== locale) return;
  spoken.change({ locale });
  document.documentElement.lang = locale;
}

/** The texts of `namespace` in this language; what it lacks is said in bokmål. */
export function textsOf<Namespace extends string>(
  locale: Locale,
  namespace: Namespace,
): TFunction<Namespace> {
  return translator(locale, [catalogues[locale], catalogues.nb], namespace);
}
