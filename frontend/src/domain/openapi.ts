// Generated from the OpenAPI description by `make generate`; do not edit.

/** A kind of which somebody may add a part. ``proposes``: as a proposal. ``visible_to``: who would see it at once, of those they know of, unless it is kept from them. */
export interface Adding {
  kind: Kind;
  proposes: boolean;
  visible_to: string[];
}

/** What a measure is about; proposals of access follow it, rights never do. */
export type Area = "health" | "education" | "work" | "home" | "general";

export interface CommentAnswer {
  id: string;
  author: CommentAuthor;
  created_at: string;
  text: string;
  reply_to: string | null;
  anchor: Record<string, unknown> | null;
  quote: string;
  quote_gone: boolean;
  resolved_at: string | null;
  resolved_by: string | null;
  edited_at: string | null;
  removed_at: string | null;
  removed_by: string | null;
}

/** Without ``id`` and ``role``: somebody the reader may not know of (rule 17). */
export interface CommentAuthor {
  id: string | null;
  name: string;
  role: Role | null;
}

/** A signed decision, as recorded. ``signed_by``: the signer's name, "" for who is unknown to the reader. ``number``: of those that the reader may read, from 1. ``language``: that of ``text``; ``None`` if the catalogue has changed since. ``proposing``: whether parts of the kind may be proposed; ``None`` of decisions about who sees what. */
export interface DecisionAnswer {
  number: number;
  participant: string;
  part: string | null;
  kind: Kind | null;
  level: "none" | "read" | "comment" | "edit";
  proposing: boolean | null;
  until: string | null;
  purpose: string;
  text: string;
  language: string | null;
  signed_by: string;
  signed_at: string;
}

/** Exactly one of ``part`` and ``kind``, and of ``level`` and ``proposing`` (of a kind). A date in ``until`` counts to the end of that day in Norway. */
export interface DecisionChoice {
  participant: string;
  part?: string | null;
  kind?: Kind | null;
  level?: "none" | "read" | "comment" | "edit" | null;
  proposing?: boolean | null;
  until?: string | null;
  purpose?: string;
}

export interface DecisionChoices {
  decisions: DecisionChoice[];
}

/** ``earlier``: the number before which to ask for more; ``None``: these are the oldest. ``withheld``: numbers of those whose signed words name what the reader could not know; ``text`` says the same without them. */
export interface DecisionsAnswer {
  decisions: DecisionAnswer[];
  earlier: number | null;
  withheld: number[];
}

/** Somebody to log in as; ``role`` is the role in the demo plan, ``other`` for who takes no part. */
export interface DemoChoice {
  key: string;
  name: string;
  role: Role;
  organisation: string;
}

export interface DemoLogin {
  person: string;
}

/** ``text``: as in ``NewDecision``. */
export interface EndBody {
  text?: string | null;
}

/** The end of a participation, as it was signed; with ``ended_at`` ``None``, as it would be. */
export interface EndingAnswer {
  participant: string;
  text: string;
  ended_at: string | null;
}

export interface GrantCell {
  participant: string;
  part: string;
  level: "none" | "read" | "comment" | "edit";
  proposed: "none" | "read" | "comment" | "edit";
  until: string | null;
  signed_at: string | null;
  source: "part" | "kind" | "creator" | "none";
  by_itself: boolean;
}

export interface GrantedKind {
  participant: string;
  kind: Kind;
  level: "none" | "read" | "comment" | "edit";
  until: string | null;
}

export interface GrantedPart {
  id: string;
  kind: Kind;
  title: string;
  area: Area | null;
  responsible: string | null;
  put_away: boolean;
}

/** ``decisions``: the newest of ``signed`` in all; ``earlier``, ``withheld``: see ``DecisionsAnswer``. */
export interface GrantsAnswer {
  participants: ParticipantAnswer[];
  parts: GrantedPart[];
  cells: GrantCell[];
  kinds: GrantedKind[];
  proposing: ProposingAnswer[];
  decisions: DecisionAnswer[];
  signed: number;
  earlier: number | null;
  withheld: number[];
  narrowed: NarrowedCell[];
}

export type JsonValue = unknown;

/** The kinds of part. Sections have one part each; goals, measures and contributions many. */
export type Kind = "about-me" | "goal" | "resources" | "needs" | "contribution" | "measure" | "health" | "education" | "work" | "home" | "family" | "child-welfare" | "crisis" | "period" | "own-notes";

export interface LoginChoices {
  demo: DemoChoice[] | null;
  signed_in: boolean;
  providers: string[];
  me: MeAnswer | null;
}

export interface MeAnswer {
  id: string;
  name: string;
  csrf_token: string;
  locale: "nb" | "en";
  expires_in: number;
}

export interface MeChange {
  locale: "nb" | "en";
}

/** What a creator could do before later decisions bound them, and the one that does. */
export interface NarrowedCell {
  participant: string;
  part: string;
  was: "none" | "read" | "comment" | "edit";
  was_until: string | null;
  text: string;
  signed_at: string;
}

export interface NewComment {
  text: string;
  anchor?: Record<string, JsonValue> | null;
  quote?: string | null;
  reply_to?: string | null;
}

/** ``text``: the sentence as it was shown; if another one would be signed now, nothing is. */
export interface NewDecision {
  participant: string;
  part?: string | null;
  kind?: Kind | null;
  level?: "none" | "read" | "comment" | "edit" | null;
  proposing?: boolean | null;
  until?: string | null;
  purpose?: string;
  text?: string | null;
}

/** Signed in this order, all of them or none. */
export interface NewDecisions {
  decisions: ReadDecision[];
}

/** ``kept``: whatever was signed about its kind, nobody but the owner and whoever adds it sees it before a later decision. */
export interface NewPart {
  kind: Kind;
  title?: string;
  area?: Area | null;
  responsible?: string | null;
  goal?: string | null;
  kept?: boolean;
}

export interface NewPartAnswer {
  id: string;
  document: string;
}

export interface NewText {
  text: string;
}

/** Of a command without input beyond its address. */
export interface NoBody {

}

/** How many threads of a part are not resolved; at least one. */
export interface OpenThreads {
  part: string;
  threads: number;
}

export interface OverviewAnswer {
  plans: PlanCountsAnswer[];
}

/** ``title`` is empty where the kind gives it. ``position`` counts the parts in this answer, from 1. */
export interface PartAnswer {
  id: string;
  kind: Kind;
  title: string;
  area: Area | null;
  responsible: string | null;
  level: "none" | "read" | "comment" | "edit";
  document: string;
  visible_to: Visibility[];
  position: number;
  created_by: string | null;
}

/** Only what is sent is changed; ``null`` takes the responsible or the area away. */
export interface PartChange {
  responsible?: string | null;
  area?: Area | null;
  position?: number;
}

export interface ParticipantAnswer {
  id: string;
  name: string;
  role: Role;
  organisation: string;
}

/** One participant's own answer. ``version`` is a hash of all that follows it. ``former``: who takes part no more, for the owner and the coordinator. ``put_away``: what is read and not written, and stands in no list. */
export interface PlanAnswer {
  id: string;
  epoch: string;
  version: string;
  channel: string;
  me: string;
  owner_name: string;
  may_create: Kind[];
  adding: Adding[];
  may_sign: boolean;
  may_read_grants: boolean;
  participants: ParticipantAnswer[];
  former: ParticipantAnswer[];
  parts: PartAnswer[];
  put_away: PutAwayPart[];
}

export interface PlanCountsAnswer {
  coordinator_name: string | null;
  participants: number;
  parts: number;
  measures: number;
  goals: number;
  created_at: string;
}

export interface PlanSummary {
  id: string;
  owner_name: string;
  role: Role;
  unanswered: number;
  late: number;
}

/** The sentences that signing would store, in the order asked for and the signer's ``language``. */
export interface PreviewAnswer {
  language: string;
  texts: string[];
}

export interface Problem {
  type: string;
  title: string;
  title_en: string;
  status: number;
  detail?: string;
}

/** Whether somebody may propose parts of a kind, and until when. ``proposed``: nothing is signed about it, and the owner is asked to. */
export interface ProposingAnswer {
  participant: string;
  kind: Kind;
  open: boolean;
  until: string | null;
  proposed: boolean;
}

/** One that is put away. ``put_away_by``: ``None`` also for who is unknown to the reader. */
export interface PutAwayPart {
  id: string;
  kind: Kind;
  title: string;
  area: Area | null;
  responsible: string | null;
  level: "none" | "read" | "comment" | "edit";
  document: string;
  visible_to: Visibility[];
  position: number;
  created_by: string | null;
  put_away_at: string;
  put_away_by: string | null;
}

/** ``false`` brings it back. */
export interface PuttingAwayBody {
  put_away?: boolean;
}

export interface ReadDecision {
  participant: string;
  part?: string | null;
  kind?: Kind | null;
  level?: "none" | "read" | "comment" | "edit" | null;
  proposing?: boolean | null;
  until?: string | null;
  purpose?: string;
  text: string;
}

export interface Resolution {
  resolved?: boolean;
}

/** What somebody is to the owner. A role alone opens nothing. */
export type Role = "owner" | "representative" | "relative" | "coordinator" | "gp" | "municipal-health" | "hospital" | "school" | "nav" | "child-welfare" | "other";

/** In the order in which they were signed. */
export interface SignedAnswer {
  decisions: DecisionAnswer[];
}

export interface Visibility {
  participant: string;
  level: "none" | "read" | "comment" | "edit";
}

/** What can be read: the names in the address, and the answer. */
export interface Reads {
  "/api/login": { names: never; answer: LoginChoices };
  "/api/me": { names: never; answer: MeAnswer };
  "/api/overview": { names: never; answer: OverviewAnswer };
  "/api/parts/{part}/comments": { names: "part"; answer: CommentAnswer[] };
  "/api/plans": { names: never; answer: PlanSummary[] };
  "/api/plans/{plan}": { names: "plan"; answer: PlanAnswer };
  "/api/plans/{plan}/comments": { names: "plan"; answer: OpenThreads[] };
  "/api/plans/{plan}/grants": { names: "plan"; answer: GrantsAnswer };
  "/api/plans/{plan}/grants/before/{number}": { names: "plan" | "number"; answer: DecisionsAnswer };
  "/api/plans/{plan}/participants/{participant}/end": { names: "plan" | "participant"; answer: EndingAnswer };
}

/** What can be done: the names in the address, what is sent, and the answer. */
export interface Commands {
  "DELETE /api/comments/{comment}": { names: "comment"; body: undefined; answer: undefined };
  "PATCH /api/comments/{comment}": { names: "comment"; body: NewText; answer: CommentAnswer };
  "PATCH /api/me": { names: never; body: MeChange; answer: undefined };
  "PATCH /api/parts/{part}": { names: "part"; body: PartChange; answer: undefined };
  "POST /api/comments/{comment}/resolve": { names: "comment"; body: Resolution; answer: undefined };
  "POST /api/parts/{part}/comments": { names: "part"; body: NewComment; answer: CommentAnswer };
  "POST /api/parts/{part}/put-away": { names: "part"; body: PuttingAwayBody; answer: undefined };
  "POST /api/plans/{plan}/grants": { names: "plan"; body: NewDecision | NewDecisions; answer: DecisionAnswer | SignedAnswer };
  "POST /api/plans/{plan}/grants/narrowed/read": { names: "plan"; body: NoBody; answer: undefined };
  "POST /api/plans/{plan}/grants/preview": { names: "plan"; body: DecisionChoices; answer: PreviewAnswer };
  "POST /api/plans/{plan}/participants/{participant}/end": { names: "plan" | "participant"; body: EndBody; answer: EndingAnswer };
  "POST /api/plans/{plan}/parts": { names: "plan"; body: NewPart; answer: NewPartAnswer };
  "POST /login/demo": { names: never; body: DemoLogin; answer: undefined };
  "POST /logout": { names: never; body: undefined; answer: undefined };
}
