import type { ParticipantView, PartView, PlanView, Visibility, Writer } from './types';

/** First letters of the first and last name, the same as the server computes for other people. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...(word ?? '')][0]?.toUpperCase() ?? '').join('');
}

export function firstNameOf(name: string): string {
  return name.trim().split(/\s+/u)[0] ?? name;
}

/** "skole, Solvik skole"; an organisation that begins with the role says it already: "NAV Sundvåg". */
export function withPlace(role: string, organisation: string): string {
  const saysBoth = organisation.toLowerCase().startsWith(role.toLowerCase());
  return saysBoth ? organisation : [role, organisation].filter(Boolean).join(', ');
}

export function participantOf(plan: PlanView, id: string | null | undefined): ParticipantView | undefined {
  return plan.participants.find((participant) => participant.id === id);
}

/** Who coordinates, and who stands in meanwhile. */
export const COORDINATING: readonly string[] = ['coordinator', 'substitute'];

/** The owner decides who is in; the coordinator proposes. */
export function mayInvite(plan: PlanView): boolean {
  return isOwner(plan) || coordinates(plan) || represents(plan);
}

/** Whether the reader acts for the owner. */
export function represents(plan: PlanView): boolean {
  return participantOf(plan, plan.me)?.role === 'representative';
}

export function coordinates(plan: PlanView): boolean {
  return COORDINATING.includes(participantOf(plan, plan.me)?.role ?? '');
}

/** Also who takes part no more: to owner and coordinator, what these did carries their names. */
export function namedIn(
  plan: PlanView,
  id: string | null | undefined,
): { person: ParticipantView; former: boolean } | undefined {
  const person = participantOf(plan, id);
  if (person) return { person, former: false };
  const gone = plan.former.find((participant) => participant.id === id);
  return gone && { person: gone, former: true };
}

const COLOURS = 8;

/**
 * The colour of each participant in what this person may know, and so nothing else can be read from it: one of their
 * own, kept from day to day, and where another of them has it already the next that is free.
 */
export function coloursOf(participants: Pick<ParticipantView, 'id'>[]): Map<string, number> {
  const colours = new Map<string, number>();
  const used = new Array<number>(COLOURS).fill(0);
  for (const id of participants.map((participant) => participant.id).sort()) {
    const fewest = Math.min(...used);
    let colour = firstChoice(id);
    while ((used[colour] ?? 0) > fewest) colour = (colour + 1) % COLOURS;
    used[colour] = (used[colour] ?? 0) + 1;
    colours.set(id, colour);
  }
  return colours;
}

/** These people in the colours of this plan; somebody it does not name keeps the one the server sent. */
export function coloured(plan: PlanView, writers: Writer[]): Writer[] {
  const colours = coloursOf(plan.participants);
  return writers.map((writer) => ({ ...writer, colour: colours.get(writer.id) ?? writer.colour }));
}

function firstChoice(id: string): number {
  let hash = 0;
  for (const letter of id) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return hash % COLOURS;
}

/** The signed-in person's awareness identity. The server sends the same to others, with a colour that it assigns. */
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

/** The other people who can read this part, strongest level first; only those this person may know of. */
export function othersWhoSee(plan: PlanView, part: PartView): (Visibility & { person: ParticipantView })[] {
  return part.visible_to.flatMap((entry) => {
    const person = participantOf(plan, entry.participant);
    return person && entry.participant !== plan.me ? [{ ...entry, person }] : [];
  });
}

/**
 * Who is responsible for a part and cannot see it; said to those alone who decide or follow who sees what, as these know
 * of everybody.
 */
export function unseenResponsible(plan: PlanView, part: PartView): ParticipantView | undefined {
  const person = plan.may_read_grants ? participantOf(plan, part.responsible) : undefined;
  if (!person || person.role === 'owner') return undefined;
  return part.visible_to.some(({ participant }) => participant === person.id) ? undefined : person;
}

/** Whether the signed-in person owns the plan. */
export function isOwner(plan: PlanView): boolean {
  return participantOf(plan, plan.me)?.role === 'owner';
}
