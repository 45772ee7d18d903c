import { LEVELS } from '../../../domain/contract';
import type { Area, Kind, Level, ParticipantView } from '../../../domain/types';

/** One cell of «Hvem får se hva»: what somebody may do with a part, and where that comes from. */
export interface Cell {
  participant: string;
  part: string;
  level: Level;
  /** What the role would usually have; opens nothing by itself. */
  proposed: Level;
  until: string | null;
  signed_at: string | null;
  source: 'part' | 'kind' | 'creator' | 'none';
}

export interface GrantPart {
  id: string;
  kind: Kind;
  title: string;
  area?: Area | null;
  responsible?: string | null;
}

/** What holds for the parts of a kind that no decision names, those to come included. */
export interface KindGrant {
  participant: string;
  kind: Kind;
  level: Level;
  until: string | null;
}

/** One signed, numbered decision; the answer to a signature, and so the receipt. */
export interface Decision {
  number: number;
  participant: string;
  part: string | null;
  kind: Kind | null;
  level: Level;
  until: string | null;
  purpose: string | null;
  text: string;
  signed_by: string;
  signed_at: string;
}

/** What `GET /api/plans/{plan}/grants` answers. Decisions come newest first. */
export interface GrantsView {
  participants: ParticipantView[];
  parts: GrantPart[];
  cells: Cell[];
  kinds: KindGrant[];
  decisions: Decision[];
}

/** 0 for nothing, 3 for writing; each level includes those below. */
export function rank(level: Level): number {
  return LEVELS.indexOf(level);
}

/** Kinds a plan may have many parts of; for these a decision may be about all of them. */
export const REPEATED: readonly Kind[] = ['goal', 'measure', 'contribution'];

export function cellOf(view: GrantsView, participant: string, part: string): Cell {
  const found = view.cells.find((cell) => cell.participant === participant && cell.part === part);
  return (
    found ?? {
      participant,
      part,
      level: 'none',
      proposed: 'none',
      until: null,
      signed_at: null,
      source: 'none',
    }
  );
}

export function kindGrantOf(view: GrantsView, participant: string, kind: Kind): KindGrant {
  const found = view.kinds.find((grant) => grant.participant === participant && grant.kind === kind);
  return found ?? { participant, kind, level: 'none', until: null };
}

/** True when a decision about the part itself holds, so that one about its kind would not reach it. */
export function heldByItself(view: GrantsView, participant: string, part: GrantPart): boolean {
  if (cellOf(view, participant, part.id).source === 'creator') return true;
  const mine = view.decisions.filter((decision) => decision.participant === participant);
  const own = mine.find((decision) => decision.part === part.id);
  if (!own) return false;
  const withdrawal = mine.find((decision) => decision.kind === part.kind && decision.level === 'none');
  return own.level === 'none' || own.number > (withdrawal?.number ?? -1);
}
