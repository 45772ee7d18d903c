import type { CaseAnswer } from '../../../domain/openapi';

type Entry = CaseAnswer['timeline'][number];

/** A decision that is told by letter. */
export interface Letter {
  /** The number of the record that decided it. */
  decision: number;
  thing: string;
  /** The day on which it was decided. */
  day: string;
  by: string;
  words: string;
  /** The day on which somebody said that they posted it; null until then. */
  posted: string | null;
}

/** The letters of a case, oldest first. */
export function lettersOf(timeline: readonly Entry[]): Letter[] {
  const posted = new Map(
    timeline
      .filter(({ action }) => action === 'letter-posted')
      .map(({ said }) => [said.decision, String(said.day)]),
  );
  return timeline
    .filter(({ action, said }) => action === 'decided' && said.means === 'letter')
    .map((entry) => ({
      decision: entry.number,
      thing: String(entry.said.thing),
      day: entry.at.slice(0, 10),
      by: entry.by,
      words: entry.shown,
      posted: posted.get(entry.number) ?? null,
    }));
}

/** Which of them is asked for by its record; else the first that nobody has posted, else the newest. */
export function letterIn(letters: readonly Letter[], decision: number): Letter | undefined {
  return (
    letters.find((each) => each.decision === decision) ??
    letters.find((each) => each.posted === null) ??
    letters.at(-1)
  );
}
