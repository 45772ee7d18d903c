import type { Writer } from '../../domain/types';

type Marked = Pick<Writer, 'initials'> & Partial<Pick<Writer, 'colour'>>;

/**
 * The initials of a person. Decoration: the name is always shown beside it or in a label. The colour is that of the
 * person's caret and is given only for people who are present; in other lists it would suggest a caret where none is.
 */
export function PersonMark({ person, me = false }: { person: Marked; me?: boolean }) {
  return (
    <span aria-hidden="true" className={`person ${lookOf(person.colour, me)}`}>
      {person.initials}
    </span>
  );
}

function lookOf(colour: number | undefined, me: boolean): string {
  if (me) return 'person--me';
  return colour === undefined ? 'person--quiet' : `person--${colour % 8}`;
}
