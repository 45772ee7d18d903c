import { firstNameOf, withPlace } from '../domain/people';
import type { ParticipantView } from '../domain/types';
import { listed } from './spoken';
import { useTranslation } from './useTranslation';

/** Whom one knows by name, and not by what they work with. */
const CLOSE = ['owner', 'representative', 'relative'];

/** Texts for people: the owner and those close to them by first name, everybody else by role. */
export function usePeopleWords() {
  const { t, i18n } = useTranslation(['plan', 'common']);

  const shortFor = (person: ParticipantView, all: ParticipantView[]) => {
    if (!CLOSE.includes(person.role)) return t(`common:roles.${person.role}`);
    const name = firstNameOf(person.name);
    const shared = all.some((other) => other.id !== person.id && firstNameOf(other.name) === name);
    return shared ? person.name : name;
  };

  return {
    /** "skole, Solvik skole": role and organisation. */
    roleAndPlace(person: ParticipantView): string {
      return withPlace(t(`common:roles.${person.role}`), person.organisation);
    },
    /** "Silje Tangen, skole": name and role. */
    nameAndRole: (person: ParticipantView) => `${person.name}, ${t(`common:roles.${person.role}`)}`,
    /** "Silje Tangen, tidligere deltaker". */
    nameAndFormer: (person: ParticipantView) => `${person.name}, ${t('common:former')}`,
    join: (words: string[]) => listed(words, i18n.language),
    /** "Ida, Marit, koordinator, skole": each role once, in the order given. */
    rolesOf: (people: ParticipantView[]) => [...new Set(people.map((person) => shortFor(person, people)))],
  };
}
