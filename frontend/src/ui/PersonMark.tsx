import type { Writer } from '../domain/types';

type Marked = Pick<Writer, 'initials'> & Partial<Pick<Writer, 'colour'>>;

/**
 * The initials of a person. Decoration: the name always stands beside it or in its label. The colour is the caret's
 * and given only where somebody is here now; in lists of people it would promise a caret that is not there.
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
