import type { ParticipantView, PartView, PlanView, Visibility, Writer } from './types';

/** First letters of the first and the last name, as the server writes them for everybody else. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...(word ?? '')][0]?.toUpperCase() ?? '').join('');
}

export function firstNameOf(name: string): string {
  return name.trim().split(/\s+/u)[0] ?? name;
}

export function participantOf(plan: PlanView, id: string | null | undefined): ParticipantView | undefined {
  return plan.participants.find((participant) => participant.id === id);
}

/** This person as presence shows them. The server writes the same for the others, with a colour of its choice. */
export function writerFor(plan: PlanView, name: string): Writer {
  const participant = participantOf(plan, plan.me);
  const shown = participant?.name ?? name;
  return {
    id: plan.me,
    name: shown,
    role: participant?.role ?? 'other',
    initials: initialsOf(shown),
    colour: 0,
  };
}

/** Who else reads this part, strongest access first; each with the participant that this person may know of. */
export function othersWhoSee(plan: PlanView, part: PartView): (Visibility & { person: ParticipantView })[] {
  return part.visible_to.flatMap((entry) => {
    const person = participantOf(plan, entry.participant);
    return person && entry.participant !== plan.me ? [{ ...entry, person }] : [];
  });
}
