import { dayInNorway, isIsoDay, LAST_DAY } from '../../../domain/dates';
import { COORDINATING } from '../../../domain/people';
import type { Cell, Decision, GrantPart, GrantsView, Kind, Level } from '../../../domain/types';
import { cellOf, kindGrantOf, proposingOf, rank } from '../grants/grants';
import { lastDay } from '../grants/lastDay';

/** The subject of a change: one part; every part of a kind, including future ones; or proposing parts of a kind. */
export type Target = { part: string } | { kind: Kind } | { proposing: Kind };

/** A level chosen and not yet signed (of proposing: `edit` or `none`). `until` is an ISO date or null for no end. */
export interface Change {
  participant: string;
  target: Target;
  level: Level;
  until: string | null;
  purpose: string;
  /** True when only the end date is set, so that the same level is still a change. */
  dated: boolean;
}

/** What closes again what a decision has opened. */
export function closing(decided: Pick<Decision, 'participant' | 'part' | 'kind' | 'proposing'>): Change {
  const { participant, part, proposing } = decided;
  const kind = decided.kind ?? 'goal';
  const target = part !== null ? { part } : proposing === null ? { kind } : { proposing: kind };
  return { participant, target, level: 'none', until: null, purpose: '', dated: false };
}

/** The current access to the target of a change. */
interface Standing {
  level: Level;
  until: string | null;
}

export function keyOf({ participant, target }: Pick<Change, 'participant' | 'target'>): string {
  if ('proposing' in target) return `${participant} proposing ${target.proposing}`;
  return 'part' in target ? `${participant} part ${target.part}` : `${participant} kind ${target.kind}`;
}

export function standingOf(
  view: GrantsView,
  { participant, target }: Pick<Change, 'participant' | 'target'>,
): Standing {
  if ('proposing' in target) return proposingOf(view, participant, target.proposing);
  return 'part' in target
    ? cellOf(view, participant, target.part)
    : kindGrantOf(view, participant, target.kind);
}

/** Withdrawing a kind reaches every part of it, so it has an effect as long as one of them is open. */
function someOpen(view: GrantsView, participant: string, kind: Kind): boolean {
  const parts = view.parts.filter((part) => part.kind === kind);
  return parts.some((part) => cellOf(view, participant, part.id).level !== 'none');
}

/** True when signing would change something, or while the end date is missing. */
function alters(view: GrantsView, change: Change): boolean {
  const now = standingOf(view, change);
  const { target, level, until, dated, participant } = change;
  if (level === 'none' && 'kind' in target && someOpen(view, participant, target.kind)) return true;
  return dated || now.level !== level || (until !== null && lastDay(now.until) !== until);
}

function partOf(view: GrantsView, id: string): GrantPart | undefined {
  return view.parts.find((part) => part.id === id);
}

function known(view: GrantsView, { participant, target }: Change): boolean {
  const person = view.participants.some(({ id }) => id === participant);
  return person && (!('part' in target) || partOf(view, target.part) !== undefined);
}

/** The changes that still change something after what was signed elsewhere meanwhile. */
export function stillOpen(view: GrantsView, changes: readonly Change[]): Change[] {
  return changes.filter((change) => known(view, change) && alters(view, change));
}

/** `changes` with this one instead of an earlier one about the same; without both if it changes nothing. */
export function choose(view: GrantsView, changes: readonly Change[], change: Change): Change[] {
  const others = changes.filter((other) => keyOf(other) !== keyOf(change));
  return alters(view, change) ? [...others, change] : others;
}

/**
 * Choose one level for all parts of a kind, old and new. A decision about a kind does not reach a part that has
 * one of its own, except when it closes; so those parts get a change each, and nothing stays open or shut by surprise.
 */
export function chooseKind(view: GrantsView, changes: readonly Change[], change: Change): Change[] {
  if (!('kind' in change.target)) return choose(view, changes, change);
  const { kind } = change.target;
  const { participant, level } = change;
  const parts = view.parts.filter((part) => part.kind === kind);
  const others = changes.filter(
    ({ participant: who, target }) =>
      who !== participant || !('part' in target) || !parts.some((part) => part.id === target.part),
  );
  let next = choose(view, others, change);
  // A withdrawal of the kind reaches every part by itself.
  if (level === 'none') return next;
  for (const part of parts.filter(({ id }) => cellOf(view, participant, id).by_itself)) {
    next = choose(view, next, { ...change, target: { part: part.id } });
  }
  return next;
}

/** Everything that is open after signing ends on the same day; null for no end. */
export function ended(changes: readonly Change[], until: string | null): Change[] {
  return changes.map((change) => (change.level === 'none' ? change : { ...change, until }));
}

/** The last day that all of them have in common; undefined where they differ or none stays open. */
export function commonEnd(changes: readonly Change[]): string | null | undefined {
  const [first, ...others] = changes.filter(({ level }) => level !== 'none');
  return others.every(({ until }) => until === first?.until) ? first?.until : undefined;
}

/** The kinds whose opening is asked about once more. */
const CLOSE_TO_ONE: ReadonlySet<Kind> = new Set(['own-notes', 'child-welfare']);

/** Whether signing it opens, or opens more of, what few show anybody. */
export function isDelicate(view: GrantsView, change: Change): boolean {
  const { target } = change;
  if ('proposing' in target) return false;
  const kind = 'kind' in target ? target.kind : partOf(view, target.part)?.kind;
  const effect = effectOf(view, change);
  return kind !== undefined && CLOSE_TO_ONE.has(kind) && (effect === 'opens' || effect === 'widens');
}

/** What a cell would be after signing; null when no change reaches it. */
export function wouldBe(
  view: GrantsView,
  changes: readonly Change[],
  participant: string,
  part: GrantPart,
): Level | null {
  const mine = changes.filter((change) => change.participant === participant);
  const own = mine.find(({ target }) => 'part' in target && target.part === part.id);
  if (own) return own.level;
  const ofKind = mine.find(({ target }) => 'kind' in target && target.kind === part.kind);
  if (!ofKind) return null;
  const cell = cellOf(view, participant, part.id);
  const reaches = ofKind.level === 'none' || !cell.by_itself;
  return reaches && cell.level !== ofKind.level ? ofKind.level : null;
}

/** Every proposal that nothing has been signed about, as changes. */
export function proposals(view: GrantsView, changes: readonly Change[]): Change[] {
  const chosen = new Set(changes.map(keyOf));
  return view.cells
    .filter((cell) => cell.source === 'none' && cell.signed_at === null && cell.proposed !== 'none')
    .map(({ participant, part, proposed }) => ({
      participant,
      target: { part },
      level: proposed,
      until: null,
      purpose: '',
      dated: false,
    }))
    .filter((change) => !chosen.has(keyOf(change)));
}

/**
 * What the owner is asked once, as long as nothing is signed about proposing: that the coordinator may, and what is
 * proposed since for what stands. Nothing that the owner has chosen otherwise is asked again after that.
 */
export function askedOnce(view: GrantsView): Change[] {
  // A server of the release before does not know of it.
  const asked = (view.proposing ?? []).filter(({ proposed }) => proposed);
  if (asked.length === 0) return [];
  const plain = { until: null, purpose: '', dated: false };
  const proposing = asked.map(({ participant, kind }) => ({
    ...plain,
    participant,
    target: { proposing: kind },
    level: 'edit' as const,
  }));
  const raised = view.cells
    .filter((cell) => cell.level !== 'none' && rank(cell.proposed) > rank(cell.level) && raises(view, cell))
    .map(({ participant, part, proposed }) => ({ ...plain, participant, target: { part }, level: proposed }));
  return [...proposing, ...raised];
}

/** The coordinator comments on measures that are not health, and relatives write what they contribute. */
function raises(view: GrantsView, { participant, part: id }: Cell): boolean {
  const role = view.participants.find((person) => person.id === participant)?.role;
  const part = partOf(view, id);
  if (role && COORDINATING.includes(role)) return part?.kind === 'measure';
  return role === 'relative' && part?.kind === 'contribution' && part.responsible === participant;
}

/** What a change does, in one word that chooses the sentence. */
export type Effect = 'opens' | 'widens' | 'narrows' | 'closes' | 'dates';

export function effectOf(view: GrantsView, change: Change): Effect {
  if (change.level === 'none') return 'closes';
  const now = rank(standingOf(view, change).level);
  if (now === 0) return 'opens';
  const then = rank(change.level);
  if (then === now) return 'dates';
  return then > now ? 'widens' : 'narrows';
}

const FIRST_TO_LAST: Effect[] = ['closes', 'narrows', 'dates', 'widens', 'opens'];

/** The order of signing: what closes first, and a kind before its parts so that a part chosen open stays open. */
export function inSigningOrder(view: GrantsView, changes: readonly Change[]): Change[] {
  const place = (change: Change) =>
    FIRST_TO_LAST.indexOf(effectOf(view, change)) * 2 + ('part' in change.target ? 1 : 0);
  return [...changes].sort((a, b) => place(a) - place(b));
}

/** Without the end date it was chosen for, or with one that no opening can have; `today` is the day in Norway. */
export function lacksDate({ dated, level, until }: Change, today = dayInNorway(Date.now())): boolean {
  if (level === 'none') return false;
  return until === null ? dated : !isIsoDay(until) || until < today || until > LAST_DAY;
}
