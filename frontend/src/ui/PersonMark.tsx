import type { Writer } from '../domain/types';

/** The initials of a person in their colour. Decoration: the name always stands beside it or in its label. */
export function PersonMark({
  person,
  me = false,
}: {
  person: Pick<Writer, 'initials' | 'colour'>;
  me?: boolean;
}) {
  return (
    <span aria-hidden="true" className={me ? 'person person--me' : `person person--${person.colour % 8}`}>
      {person.initials}
    </span>
  );
}
