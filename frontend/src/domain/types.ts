import type { AREAS, KINDS, LEVELS, ROLES } from './contract';

export type Kind = (typeof KINDS)[number];
export type Role = (typeof ROLES)[number];
export type Area = (typeof AREAS)[number];
export type Level = (typeof LEVELS)[number];

/** What `GET /api/me` answers. */
export interface Me {
  id: string;
  name: string;
  csrf_token: string;
  locale: 'nb' | 'en';
}

/** One row of `GET /api/plans`. */
export interface PlanSummary {
  id: string;
  owner_name: string;
  role: Role;
}

export interface ParticipantView {
  id: string;
  name: string;
  role: Role;
  organisation: string | null;
}

export interface Visibility {
  participant: string;
  level: Level;
}

/** One part as this person may see it. `title` is empty for kinds whose title comes from i18n. */
export interface PartView {
  id: string;
  kind: Kind;
  title: string;
  area?: Area | null;
  responsible?: string | null;
  level: Level;
  document: string;
  visible_to: Visibility[];
  position: number;
  created_by: string | null;
}

/** What `GET /api/plans/{plan}` answers: only what this person may know of. */
export interface PlanView {
  id: string;
  /** Which history the server's database tells: another one after a restore from a backup. */
  epoch: string;
  version: string;
  channel: string;
  me: string;
  owner_name: string;
  may_create: Kind[];
  may_sign: boolean;
  may_read_grants: boolean;
  participants: ParticipantView[];
  parts: PartView[];
}

/** RFC 9457 problem, as the server writes it. */
export interface ProblemBody {
  type: string;
  title: string;
  title_en?: string;
  status: number;
  detail?: string;
}

/** Who writes, as carets and presence show it. `colour` is an index 0..7 into the caret colours. */
export interface Writer {
  id: string;
  name: string;
  role: Role;
  initials: string;
  colour: number;
}
