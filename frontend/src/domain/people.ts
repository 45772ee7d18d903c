import type { ParticipantView, PartView, PlanView, Visibility, Writer } from './types';

const COLOURS = 8;

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

export function ownerOf(plan: PlanView): ParticipantView | undefined {
  return plan.participants.find((participant) => participant.role === 'owner');
}

/** This person as presence shows them. Only our own page sees the colour: the server writes it for the others. */
export function writerFor(plan: PlanView, name: string): Writer {
  const participant = participantOf(plan, plan.me);
  const shown = participant?.name ?? name;
  const colour = plan.participants.findIndex((other) => other.id === plan.me);
  return {
    id: plan.me,
    name: shown,
    role: participant?.role ?? 'other',
    initials: initialsOf(shown),
    colour: Math.max(0, colour) % COLOURS,
  };
}

/** Who else reads this part, strongest access first; each with the participant that this person may know of. */
export function othersWhoSee(plan: PlanView, part: PartView): (Visibility & { person: ParticipantView })[] {
  return part.visible_to.flatMap((entry) => {
    const person = participantOf(plan, entry.participant);
    return person && entry.participant !== plan.me ? [{ ...entry, person }] : [];
  });
}
