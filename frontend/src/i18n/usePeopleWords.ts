import { useTranslation } from 'react-i18next';
import { firstNameOf } from '../domain/people';
import { listed } from '../domain/spoken';
import type { ParticipantView } from '../domain/types';

/** Texts for people: the owner by first name, everybody else by role. */
export function usePeopleWords() {
  const { t, i18n } = useTranslation(['plan', 'common']);

  const roleOf = (person: ParticipantView) =>
    person.role === 'owner' ? firstNameOf(person.name) : t(`common:roles.${person.role}`);

  return {
    roleOf,
    /** "skole, Solvik skole": role and organisation. */
    roleAndPlace(person: ParticipantView): string {
      const role = t(`common:roles.${person.role}`);
      return person.organisation ? `${role}, ${person.organisation}` : role;
    },
    /** "Silje Tangen, skole": name and role. */
    nameAndRole: (person: ParticipantView) => `${person.name}, ${t(`common:roles.${person.role}`)}`,
    /** "Silje Tangen, tidligere deltaker". */
    nameAndFormer: (person: ParticipantView) => `${person.name}, ${t('common:former')}`,
    join: (words: string[]) => listed(words, i18n.language),
    /** "deg, Ida, koordinator og skole": each role once, in the order given. */
    rolesOf: (people: ParticipantView[]) => [...new Set(people.map(roleOf))],
  };
}
