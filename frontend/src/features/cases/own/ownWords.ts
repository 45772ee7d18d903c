import { createContext, useContext } from 'react';
import { todayInNorway } from '../../../domain/dates';
import { dayAsSpoken } from '../../../i18n/spoken';
import { useTranslation } from '../../../i18n/useTranslation';

/** The name of whom the reader acts for; "" for whoever the case is about. */
export const ActingFor = createContext('');

export type Say = (key: string, values?: Record<string, unknown>) => string;

/** The words of a case to its owner, or about the owner by name to whoever acts for them. */
export function useOwnWords(): Say {
  const { t } = useTranslation('cases');
  const owner = useContext(ActingFor);
  return (key, values = {}) => {
    const about = `for.${key}`;
    const said = owner ? t(about, { owner, ...values }) : about;
    return said === about ? t(`own.${key}`, values) : said;
  };
}

/** Own words about an ISO day: those of `key` until it is over, and then those of `keyPassed`. */
export function useOwnDay(): (key: string, day: string, values?: Record<string, unknown>) => string {
  const { i18n } = useTranslation('cases');
  const say = useOwnWords();
  return (key, day, values = {}) =>
    say(day < todayInNorway() ? `${key}Passed` : key, { ...values, day: dayAsSpoken(day, i18n.language) });
}
