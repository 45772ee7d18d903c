// Generated from the OpenAPI description by `make generate`; do not edit.

/** Whom the reader acts for. ``until``: the last day. */
export interface ActingFor {
  owner: string;
  basis: string;
  until: string;
}

/** In what capacity somebody acts in a case. */
export type Actor = "owner" | "representative" | "relative" | "professional" | "hospital-unit" | "case-handler" | "leader" | "coordinator" | "clock" | "helper";

/** A kind of which somebody may add a part. ``proposes``: as a proposal. ``visible_to``: who would see it at once, of those they know of, unless it is kept from them. */
export interface Adding {
  kind: Kind;
  proposes: boolean;
  visible_to: string[];
}

/** All that there are now. */
export interface AllRead {

}

/** ``uncovered``: cases in which nobody stands in on some day of it; ``empty_from``: the first day on which the place counts as empty in one of them, where the time off lasts so long. */
export interface AnnouncedAbsence {
  person: string;
  name: string;
  workplace: string;
  since: string | null;
  until: string | null;
  substitute: string;
  cases: number;
  uncovered: number;
  empty_from: string | null;
}

/** What a measure is about; proposals of access follow it, rights never do. */
export type Area = "health" | "education" | "work" | "home" | "general";

/** A criterion, as the unit sees it. */
export type Assessed = "met" | "not-met" | "unclear";

/** ``text``: what is confirmed to begin one, "" for who may not. ``minutes``: how long it runs at most. ``sessions``: the newest, for the owner and representatives. */
export interface AssistedAnswer {
  text: string;
  minutes: number;
  running: RunningSession | null;
  sessions: PastSession[];
}

export interface AssistedComment {
  at: string;
  comment: string;
  part: string;
  text: string;
}

/** ``stands``: no later decision has overridden it. */
export interface AssistedDecision {
  at: string;
  participant: string;
  part: string | null;
  kind: Kind | null;
  level: "none" | "read" | "comment" | "edit";
  proposing: boolean | null;
  stands: boolean;
  text: string;
}

/** That the plan is valid; it stands. */
export interface AssistedDeclaration {
  at: string;
  text: string;
}

export type AwaitedStep = "receive" | "answer" | "mend" | "reach-county-governor" | "decide" | "answer-county-governor" | "do" | "confirm";

/** ``until``: the last day, null where nobody knows. ``substitute``: "" without one. */
export interface AwayAnswer {
  until: string | null;
  substitute: string;
}

/** By which law it was decided: to whom one complains and by when follows from it. */
export type Basis = "health" | "social" | "nav" | "child-welfare";

/** ``addressee``: to whom such a complaint is sent, in words; ``weeks``: of its deadline. */
export interface BasisAnswer {
  basis: Basis;
  text: string;
  addressee: string;
  weeks: number;
}

export interface BegunComplaint {
  id: string;
}

/** How the unit got a complaint that nobody writes here. ``SPOKEN``: said, by telephone or in a room. */
export type Came = "letter" | "handed-in" | "spoken";

/** ``day``: on which it was posted, handed in or said; ``signed``: what came is signed. */
export interface CameComplaint {
  case: string;
  channel: Came;
  day: string;
  grounds: Ground[];
  words: string;
  wished?: string;
  known_on?: string | null;
  uncertain?: boolean;
  late_reason?: string;
  signed?: boolean;
}

/** ``number``: of the last record, which a command names. ``code``: as messages name the case. ``may``: what may be tried now. ``appointed``: as its coordinator, also while they are away: nobody stands in for themselves. ``services``: from which a coordinator may come. ``opposing``: parents who oppose the plan's consent. ``requires``: of each that may be tried, the fields that must say something. ``child``: under age today, or expected. */
export interface CaseAnswer {
  number: number;
  code: string;
  row: CaseRow;
  contact: string;
  born: string | null;
  expected: string | null;
  child: boolean;
  language: string;
  interpreter: boolean;
  answer_due: string | null;
  undecided: Thing[];
  criteria: CriterionAnswer[];
  decisions: DecidedThing[];
  responsibility: ResponsibilityAnswer;
  coordinator: CoordinatorAnswer;
  appointed: string | null;
  services: string[];
  opposing: string[];
  representatives: RepresentativeAnswer[];
  waiting: WaitAnswer[];
  reviews: ReviewAnswer[];
  may: string[];
  requires: Record<string, string[]>;
  timeline: TimelineEntry[];
}

export interface CaseCommand {
  expected: number;
  action: string;
  said?: Record<string, JsonValue>;
  basis?: string;
  shown?: string;
  on_behalf_of?: string;
}

/** Oldest first. ``after``: for the next page; null at the end. */
export interface CaseInbox {
  ages: InboxAges;
  cases: CaseRow[];
  after: string | null;
}

export interface CaseMerging {
  into: string;
}

/** ``number``: of the last record. ``next``: what waits first; null at rest. */
export interface CaseRow {
  id: string;
  number: number;
  name: string;
  protected: boolean;
  status: CaseStatus;
  asked: Thing[];
  received: string | null;
  age_days: number;
  means: Means | null;
  reporter: Actor | null;
  organisation: string;
  verified: boolean;
  consent: Consent;
  consent_checked: boolean;
  handler: string;
  coordinator: DeskCoordinator;
  next: WaitAnswer | null;
}

/** ``NONE``: before the first report. ``DECIDED``: all that was asked, and nothing granted. */
export type CaseStatus = "none" | "reported" | "clarifying" | "decided" | "open" | "declined" | "moved" | "closed" | "merged";

/** ``send``: false, and it is never sent. */
export interface CheckWish {
  send: boolean;
}

export interface CheckedPaper {
  status: PaperStatus;
}

export interface ChecklistAnswer {
  phases: ChecklistPhase[];
}

/** ``by`` and ``at``: who said last that it is done, or is not; "" and null before anybody did. ``substitute``: they stood in for the coordinator then. */
export interface ChecklistItem {
  item: string;
  text: string;
  done: boolean;
  by: string;
  at: string | null;
  substitute: boolean;
}

/** ``items``: none for the unit, which sees how many are done. */
export interface ChecklistPhase {
  phase: string;
  title: string;
  done: number;
  of: number;
  items: ChecklistItem[];
}

export interface ChecklistTick {
  item: string;
  done: boolean;
}

/** A number that a municipality may choose. ``usual``: what it is otherwise. */
export interface Choice {
  key: string;
  nb: string;
  en: string;
  unit: string;
  amount: number;
  usual: number;
  least: number;
  most: number;
  source: string;
}

export interface ComingAnswer {
  name: string;
  workplace: string;
  start: string;
}

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
  written_by: CommentAuthor | null;
}

/** Without ``id`` and ``role``: somebody the reader may not know of (rule 17). */
export interface CommentAuthor {
  id: string | null;
  name: string;
  role: Role | null;
}

/** ``number``: of the last record, which a command names; whoever it was sent to counts from the sending on. ``code``: what its messages call it. ``capacity``: as what one sees it; ``may``: what may be tried now. ``chosen``: the keys of what is attached; always empty for whoever does not complain. ``rejection``: by when to complain that it was rejected. ``taken_down``: by the unit, from paper or as it was said. ``closes_on``: when the clock closes it, as nobody has anything to do in it. */
export interface ComplaintAnswer {
  id: string;
  code: string;
  number: number;
  capacity: Actor;
  status: ComplaintStatus;
  name: string;
  representative: string;
  mandate: Mandate | null;
  municipality: string;
  today: string;
  basis: Basis | null;
  known_on: string | null;
  uncertain: boolean;
  reasons_asked: string | null;
  reasons_came: string | null;
  extended_on: string | null;
  extended_to: string | null;
  deadline: DeadlineAnswer | null;
  rejection: DeadlineAnswer | null;
  grounds: Ground[];
  words: string;
  wished: string;
  late_reason: string;
  talk_first: boolean | null;
  to_unit: boolean;
  addressee: string;
  helpers: HelperAnswer[];
  chosen: string[];
  identity: Identity | null;
  sent_on: string | null;
  taken_down: boolean;
  digest: string;
  waiting: ComplaintWait[];
  questions: QuestionOfGovernor[];
  orders: OrderAnswer[];
  next_steps: boolean;
  closes_on: string | null;
  may: string[];
  events: ComplaintEvent[];
}

export interface ComplaintCommand {
  expected: number;
  action: string;
  said?: Record<string, JsonValue>;
  shown?: string;
}

/** One record since it was sent. ``on_behalf_of``: what the unit wrote down as they said it, or "". */
export interface ComplaintEvent {
  number: number;
  at: string;
  action: string;
  status: string;
  actor: Actor;
  by: string;
  on_behalf_of: string;
  said: Record<string, unknown>;
}

/** ``number``: of the new record. */
export interface ComplaintMoved {
  number: number;
  status: string;
}

/** ``name``: whose it is. ``addressee``: whom it is to, "" while that is not chosen. ``waiting``: whose turn it is, once it is sent. */
export interface ComplaintRow {
  id: string;
  name: string;
  municipality: string;
  status: ComplaintStatus;
  grounds: Ground[];
  begun_on: string;
  sent_on: string | null;
  days_left: number | null;
  addressee: string;
  waiting: ComplaintWait[];
}

/** ``NONE``: before the first record. Statsforvalteren is the county governor. */
export type ComplaintStatus = "none" | "considering" | "drafting" | "ready" | "sent" | "received" | "reversed" | "forwarded" | "rejected" | "at-county-governor" | "outcome" | "follow-up" | "closed" | "withdrawn";

/** ``who`` is "clock" for the county governor. ``what``: the words of an order or a question. */
export interface ComplaintWait {
  step: AwaitedStep;
  who: Actor;
  due: string | null;
  days_late: number;
  what: string;
}

/** ``text``: as it was shown; if another one would be confirmed now, nothing begins. */
export interface Confirmed {
  text: string;
}

/** Of the person, to the report and to what the unit does about it. ``STATUTORY``: they were not asked, or could not answer, and the law lets it be reported all the same. */
export type Consent = "missing" | "given" | "statutory" | "refused";

/** How the unit is reached. ``address``: for letters; ``visit``: where one may come. */
export interface Contact {
  name: LocalWords;
  phone: string;
  mail: string;
  address: string;
  visit: string;
  hours: LocalWords;
}

/** ``can_send``: whether e-mails are sent here at all. ``protected``: somebody in the unit looks at each first. */
export interface ContactAnswer {
  channel: ContactChannel;
  address: string;
  can_send: boolean;
  protected: boolean;
}

/** ``address``: "" is no address. */
export interface ContactChange {
  channel: ContactChannel;
  address?: string;
}

/** Tokens are stored and never change. ``NONE``: on the page alone. */
export type ContactChannel = "email" | "none";

/** ``kind``: how ``said`` is followed. ``note``: what to know before one does; "" if nothing. */
export interface ContactLine {
  kind: "phone" | "mail" | "text";
  label: string;
  said: string;
  note: string;
}

/** ``point``: its letter in the regulation. */
export interface ContentPoint {
  point: string;
  text: string;
  missing: boolean;
}

/** ``start``: their first day; ``goes``: from when they coordinate no more. ``waiting``: for them. ``code``: as messages name the case. ``away``: as they said, null while they are there. ``others``: what they wait for. ``may``: what may be tried now; ``requires``: of each, what must be said. */
export interface CoordinatedCase {
  id: string;
  number: number;
  code: string;
  name: string;
  municipality: string;
  status: CoordinatorStatus;
  start: string;
  goes: string | null;
  away: AwayAnswer | null;
  plan: CoordinatedPlan;
  waiting: WaitAnswer[];
  reviews: ReviewAnswer[];
  others: WaitAnswer[];
  may: string[];
  requires: Record<string, string[]>;
}

/** ``after``: for the next page; null at the end. ``standing_in``: on the first page, where they stand in for whoever coordinates. */
export interface CoordinatedCases {
  cases: CoordinatedCase[];
  after: string | null;
  standing_in: StoodInCase[];
}

/** ``plan``: where it is read; "" before it began, and after its end, when it is its owner's alone. ``proposed``: the day that they proposed, while the owner has not declared it valid. */
export interface CoordinatedPlan {
  status: PlanStatus;
  plan: string;
  next_revision: string | null;
  proposed: string | null;
}

/** ``name``: who coordinates today, "" if nobody. ``days_without``: null while somebody does. ``goes``: from when that person does no more, where that is said, and ``why``, also once they are gone. ``away``: null while they are there. ``coming``: who is appointed and begins later. */
export interface CoordinatorAnswer {
  status: string;
  name: string;
  workplace: string;
  candidate: string;
  days_without: number | null;
  goes: string | null;
  why: string;
  away: AwayAnswer | null;
  coming: ComingAnswer | null;
}

export type CoordinatorKind = "coordinator" | "child-coordinator";

/** ``version``: 0 for somebody who is not listed yet. */
export interface CoordinatorListing {
  version: number;
  workplace: string;
  service?: "" | "municipal-health" | "school" | "nav" | "child-welfare" | "other";
  leader?: string;
  trained_on?: string | null;
  refresh_due?: string | null;
  most_cases?: number;
  languages?: string;
  area?: string;
  experience?: string;
  leaves_on?: string | null;
  away_from?: string | null;
  away_until?: string | null;
  substitute?: string;
}

export type CoordinatorStatus = "none" | "wish-recorded" | "proposed" | "accepted-by-leader" | "appointed" | "absent" | "handing-over" | "vacant" | "not-wanted" | "ended";

/** ``shows_total``: else it is shown by its values alone. ``per_person``: of what counts people, the median of their cases. ``by``: of what the names in ``services`` are. */
export interface CountTable {
  key: string;
  number: string;
  shows_total: boolean;
  total: number | null;
  areas: Line[];
  values: Line[];
  services: Line[];
  days: Days | null;
  per_person: number | null;
  by: string;
}

export interface CountedCase {
  id: string;
  name: string;
  protected: boolean;
  status: CaseStatus;
  received: string | null;
}

/** Oldest first. ``after``: for the next page; null at the end. */
export interface CountedCases {
  cases: CountedCase[];
  after: string | null;
}

/** ``assessed``: null until it is. */
export interface CriterionAnswer {
  criterion: string;
  text: string;
  assessed: Assessed | null;
  reason: string;
}

/** How long it took, or has lasted, in days; ``None``: not shown. */
export interface Days {
  median: number | null;
  most_of_them: number | null;
  longest: number | null;
}

/** ``end``, ``days_left``: null while the reasons are waited for. ``latest``: until when it may be taken up although it is late. */
export interface DeadlineAnswer {
  end: string | null;
  days_left: number | null;
  late: boolean;
  latest: string;
  uncertain: boolean;
  steps: StepAnswer[];
}

/** The newest about the thing. ``text``: as the owner was given it. */
export interface DecidedThing {
  thing: Thing;
  outcome: Outcome;
  reason: string;
  basis: string;
  text: string;
  known_on: string;
}

/** A signed decision, as recorded. ``signed_by``: the signer's name, "" for who is unknown to the reader. ``number``: of those that the reader may read, from 1. ``language``: that of ``text``; ``None`` if the catalogue has changed since. ``proposing``: whether parts of the kind may be proposed; ``None`` of decisions about who sees what. ``basis``: on what it stands, ``None`` of older ones; ``proof``: the id of the assisted session, the signed paper, or the representative's participation then. */
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
  basis: DecisionBasis | null;
  proof: string | null;
}

/** How somebody decides who sees what. */
export type DecisionBasis = "owner" | "representative" | "assisted" | "paper";

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

/** ``expected``: the number of the case's newest record. ``text``: what is read out and kept. Where it cannot be said now, ``lacks`` says why, as a token, and nothing else is said. */
export interface Declaration {
  expected: number;
  next_revision: string | null;
  text: string;
  lacks: string;
}

export interface DeclarationDay {
  next_revision?: string | null;
}

export interface DeclarationSaid {
  expected: number;
  next_revision: string;
  shown: string;
}

export interface Declining {
  word?: string;
}

/** Somebody to log in as; ``role`` is the role in the demo plan, ``other`` for who takes no part. ``group``: with whom the login page shows them; it has the words. */
export interface DemoChoice {
  key: string;
  name: string;
  role: Role;
  organisation: string;
  group: string;
}

export interface DemoLogin {
  person: string;
}

/** With room for paragraphs. */
export interface Description {
  nb: string;
  nn: string;
  en: string;
}

/** ``person``: who is appointed, also if they have not begun or are away; "" for nobody. ``wished``: whom the owner named. ``candidate``: who is proposed, and ``released_by`` whom. ``last_day``: of whoever hands over. ``days_without``: null while somebody is there. ``declined``: whom somebody said no to since anybody was proposed, ``declined_by``: the leader whose no it was, "" for the owner's. */
export interface DeskCoordinator {
  status: string;
  person: string;
  name: string;
  workplace: string;
  kind: CoordinatorKind | null;
  start: string | null;
  wished: string;
  candidate: string;
  candidate_name: string;
  released_by: string;
  declined: string;
  declined_name: string;
  declined_by: string;
  declined_reason: string;
  last_day: string | null;
  substitute: string;
  until: string | null;
  days_without: number | null;
}

/** By name. ``after``: for the next page; null at the end. */
export interface Directory {
  coordinators: ListedCoordinator[];
  after: string | null;
}

export interface DoorAnswer {
  title: string;
  text: string;
}

export interface DoorText {
  title: string;
  text: string;
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

export type Evidence = "plan" | "report" | "decision" | "coordinator" | "vacancy" | "measure" | "consent" | "note" | "paper" | "mandate";

/** ``may_help``: whom one may name as a helper. */
export interface EvidenceAnswer {
  items: EvidenceItem[];
  may_help: HelperAnswer[];
}

/** ``values``: what the page puts into words. */
export interface EvidenceItem {
  key: string;
  kind: Evidence;
  day: string | null;
  values: Record<string, string | number | null>;
  names_others: boolean;
}

export interface FollowingAnswer {
  name: string;
  title: string;
  lines: string[];
}

export interface FoundPeople {
  people: FoundPerson[];
}

/** ``organisation``: that they have proved, or work for; "" where only the unit knows them. */
export interface FoundPerson {
  person: string;
  name: string;
  organisation: string;
}

/** As it was written down, and by whom. ``event``, ``day``: what had changed; null: the plan, of which ``done`` says that its owner approved. ``by``: "" where no name is known. ``reason``: why not. */
export interface GoneThrough {
  number: number;
  event: LifeEvent | null;
  day: string | null;
  done: boolean;
  reason: string;
  on: string;
  actor: Actor;
  by: string;
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

export type Ground = "refused-plan" | "refused-coordinator" | "no-answer" | "coordinator-missing" | "plan-not-made" | "not-kept-up" | "measures" | "not-heard" | "relatives" | "sharing" | "language";

export interface GroundAnswer {
  ground: Ground;
  text: string;
}

/** All in words. ``taking_down``: for the unit, of what comes on paper or is said. ``next_steps``: for whoever waits for what was to be done. */
export interface Guidance {
  doors: DoorText[];
  grounds: GroundAnswer[];
  bases: BasisAnswer[];
  only_you_see: string;
  talk_first: string;
  uncertain: string;
  late: string;
  other_services: string;
  taking_down: string;
  next_steps: DoorText[];
}

/** In the order asked for. */
export interface HandedOverAnswer {
  cases: MovedCase[];
}

export interface HandedOverCase {
  case: string;
  successor?: string | null;
  leader?: string;
  departure?: string;
}

/** ``reason``: of no account where a handover with that last day has begun; needed where it has not. */
export interface HandingOver {
  last_day: string;
  reason?: string;
  appoint?: boolean;
  cases: HandedOverCase[];
}

/** Who may be assigned a case. */
export interface HandlerAnswer {
  person: string;
  name: string;
}

/** A mail to somebody whose address is protected. ``to``: their name; "" for an invitation. */
export interface HeldMessage {
  id: string;
  at: string;
  text: string;
  to: string;
  code: string;
  case: string | null;
  municipality: string;
}

export interface HelperAnswer {
  person: string;
  name: string;
}

/** How the complainant shows who they are: by their login, or by their signature on paper. */
export type Identity = "electronic" | "signature";

/** How many wait: ``fresh`` for the unit's cycle at most, ``aging`` until an answer is due, ``late``. */
export interface InboxAges {
  fresh: number;
  aging: number;
  late: number;
}

/** ``numbered``: whether only the person of a certain identity number can use it. ``may``: what the reader can do with it now. ``expires_at`` counts while it is proposed or open. */
export interface InvitationAnswer {
  id: string;
  name: string;
  role: Role;
  organisation: string;
  contact: string;
  numbered: boolean;
  status: InvitationStatus;
  inviter: string;
  invited_at: string;
  expires_at: string;
  redeemed: RedeemedAnswer | null;
  may: InvitationStep[];
}

export interface InvitationCode {
  code: string;
}

/** ``text``: the sentence of ``leaving`` that was read, where somebody who joined leaves; as long as it is. */
export interface InvitationReply {
  code: string;
  accepted: boolean;
  text?: string;
}

export type InvitationStatus = "proposed" | "open" | "expired" | "redeemed" | "joined" | "declined" | "withdrawn" | "refused" | "left";

/** What somebody in the plan does with an invitation. */
export type InvitationStep = "approve" | "withdraw" | "confirm" | "refuse";

export interface InvitationStepBody {
  step: "approve" | "withdraw" | "confirm" | "refuse";
}

/** ``proposing``: what the reader invites waits for the owner. ``may_give_number``: whether numbers are known here at all. ``replaceable``: from whom somebody new may take over (the owner). */
export interface InvitationsAnswer {
  invitations: InvitationAnswer[];
  roles: Role[];
  proposing: boolean;
  may_give_number: boolean;
  replaceable: ReplaceableAnswer[];
}

/** What the journal (EPJ) is to say of somebody on the last day of the year. */
export interface JournalCase {
  id: string;
  name: string;
  protected: boolean;
  plan: boolean;
  coordinator: boolean;
  child_coordinator: boolean;
}

export interface JournalCases {
  cases: JournalCase[];
  after: string | null;
}

export type JsonValue = unknown;

/** The kinds of part. Sections have one part each; goals, measures and contributions many. */
export type Kind = "about-me" | "goal" | "resources" | "needs" | "contribution" | "measure" | "health" | "education" | "work" | "home" | "family" | "child-welfare" | "crisis" | "period" | "own-notes";

/** ``proposal``: as it was read. A no has a reason. */
export interface LeaderAnswer {
  proposal: number;
  released: boolean;
  reason?: string;
}

/** By service, then by name; all there may be. */
export interface LeadersAnswer {
  leaders: ServiceLeader[];
}

/** ``workplace``: as the list of coordinators calls it. */
export interface LedService {
  person: string;
  workplace: string;
}

/** ``municipality``: its name. */
export interface LedWorkplace {
  municipality: string;
  workplace: string;
}

/** Why what was agreed is gone through. ``CHANGED``: something has, and nobody says what. */
export type LifeEvent = "heard" | "own-view-weighs" | "child-welfare-party" | "health-consent" | "majority" | "primary-school" | "lower-secondary" | "upper-secondary" | "after-school" | "qualification-begins" | "qualification-ends" | "compulsory-care" | "discharge" | "care-order" | "competence-lacking" | "competence-regained" | "representation-ends" | "consent-ends" | "move" | "protected-address" | "changed";

/** ``name``: a value, "child" or "adult", or a service; ``None``: blanked. */
export interface Line {
  name: string;
  number: number | null;
}

export interface ListedAs {
  version: number;
}

/** ``active_cases``: open ones in which they are appointed; ``version``: what a change names. */
export interface ListedCoordinator {
  person: string;
  name: string;
  workplace: string;
  service: string;
  leader: string;
  trained_on: string | null;
  refresh_due: string | null;
  most_cases: number;
  active_cases: number;
  languages: string;
  area: string;
  experience: string;
  leaves_on: string | null;
  away_from: string | null;
  away_until: string | null;
  substitute: string;
  version: number;
}

/** On one line each. */
export interface LocalWords {
  nb: string;
  nn: string;
  en: string;
}

export interface LoginChoices {
  demo: DemoChoice[] | null;
  signed_in: boolean;
  providers: ProviderChoice[];
  me: MeAnswer | null;
}

/** ``name``: the whole of it. */
export interface LookedFor {
  name: string;
}

/** How far a message has come as an e-mail. Tokens are stored and never change. ``NONE``: its person wants none, or none can be sent here. ``HELD``: whose address is protected, and somebody in the unit has to look first. ``GIVEN_UP``: the mail server refused it, for good or for long. */
export type Mail = "waiting" | "sent" | "none" | "held" | "given-up";

/** On what basis somebody complains for another (pbrl § 7-2). A lawyer needs no written one. */
export type Mandate = "parent" | "written-mandate" | "lawyer" | "decision-competence";

export interface MeAnswer {
  id: string;
  name: string;
  csrf_token: string;
  locale: "nb" | "en";
  expires_in: number;
  idle_in: number;
  warn_before: number;
  provider: string | null;
}

export interface MeChange {
  locale: "nb" | "en";
}

/** How a report or a message came, or went. */
export type Means = "web" | "phone" | "paper" | "meeting" | "letter";

/** ``sender``: the municipality's name, ``municipality`` its number; both "" for none. ``seen_as``: in what capacity the reader sees the case or the complaint. ``invitation``: that somebody answered one to a plan. */
export interface MessageAnswer {
  id: string;
  at: string;
  sender: string;
  municipality: string;
  text: string;
  case: string | null;
  complaint: string | null;
  seen_as: Actor | null;
  invitation: boolean;
  read: boolean;
  mail: Mail;
}

/** Newest first. ``unread``: of all, counted up to a hundred; ``before``: asks for the next. */
export interface MessagesPage {
  unread: number;
  messages: MessageAnswer[];
  before: string | null;
}

/** ``did``: the actions of the records that were added. ``lacks``: what it needs before it is done. ``refused``: the token of why nothing was done, and ``detail`` of what; "" where it was. */
export interface MovedCase {
  case: string;
  did: string[];
  lacks: string;
  refused: string;
  detail: string;
}

/** ``follows``: what there is to choose from, in the words in which it is told. ``municipalities``: those to which it can be sent from here; to any other it is taken on paper. ``sent``: to which it was. */
export interface MovingAnswer {
  follows: FollowingAnswer[];
  municipalities: MunicipalityAnswer[];
  sent: string[];
}

export interface MunicipalityAnswer {
  number: string;
  name: string;
}

/** ``asks_coordination``: a signed consent to coordination is asked, beside the wish for a coordinator. ``asks_both_parents``: both are asked where parents consent. ``appointable``: from which services a coordinator may come. ``chosen``: by the key of a rule, the number within its bounds. */
export interface MunicipalitySettings {
  contact: Contact;
  governor: Office;
  ombud: Office;
  offers: Offer[];
  asks_coordination: boolean;
  asks_both_parents: boolean;
  appointable: ("municipal-health" | "school" | "nav" | "child-welfare" | "other")[];
  chosen: Record<string, number>;
}

/** ``may_represent``: whom one may complain for. ``home``: the municipality in which one has a case, "" if nowhere. */
export interface MyComplaints {
  complaints: ComplaintRow[];
  may_represent: Represented[];
  home: string;
  guidance: Guidance;
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

/** ``case``: instead of ``on_behalf_of``, of whom nobody has entered. */
export interface NewComplaint {
  municipality: string;
  on_behalf_of?: string | null;
  case?: string | null;
  mandate?: "parent" | "written-mandate" | "lawyer" | "decision-competence" | null;
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

/** ``contact``: an e-mail address, or nothing. ``number``: an identity number, if it is known. ``replaces``: the participant they take over from; ``text``: the sentence that was read of it, however long a municipality has made it and what is filled in. */
export interface NewInvitation {
  name: string;
  role: "owner" | "relative" | "gp" | "municipal-health" | "hospital" | "hospital-coordinator" | "contact-doctor" | "school" | "nav" | "child-welfare" | "other";
  organisation?: string;
  contact?: string;
  number?: string | null;
  replaces?: string | null;
  text?: string;
}

/** ``code``: of the link, said this once and kept by nobody. */
export interface NewInvitationAnswer {
  id: string;
  code: string;
  status: InvitationStatus;
  expires_at: string;
}

/** ``signer``: who represents the owner and is to sign it; without it, the owner. */
export interface NewPaper {
  decisions: DecisionChoice[];
  signer?: string | null;
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

export interface NewReport {
  reporter: "owner" | "representative" | "relative" | "professional" | "hospital-unit";
  reporter_name?: string;
  reporter_contact?: string;
  organisation?: string;
  subject: ReportedSubject;
  wish: "plan" | "coordinator" | "both" | "unknown" | "child-coordinator";
  reason: string;
  consent: "given" | "statutory" | "missing";
  consent_by?: string;
  language?: "nb" | "en";
}

export interface NewSuggestion {
  quote: string;
  replacement: string;
  anchor?: Record<string, JsonValue> | null;
  field?: string | null;
}

export interface NewText {
  text: string;
}

/** Of a command without input beyond its address. */
export interface NoBody {

}

/** Something the municipality offers: a course, a group, a service. */
export interface Offer {
  title: LocalWords;
  text: Description;
  phone: string;
}

/** Somebody outside of the municipality who is named where people may complain. */
export interface Office {
  name: string;
  phone: string;
}

/** How many threads of a part are not resolved; at least one. */
export interface OpenThreads {
  part: string;
  threads: number;
}

/** ``number``: what a command names. ``overdue``: its day is past, and nobody confirmed it. */
export interface OrderAnswer {
  number: number;
  text: string;
  responsible: string;
  due: string;
  reported_on: string | null;
  confirmed_on: string | null;
  overdue: boolean;
}

export type Outcome = "granted" | "in-part" | "refused" | "not-wanted";

export interface OverviewAnswer {
  plans: PlanCountsAnswer[];
}

/** ``code``: as messages name it. ``name``: whom it is about. ``expected``: the child, by that day. ``stage``: in words. ``doors``: what one may do if nothing happens. ``parent``: what the reader has said as the other parent than consented to the plan: "asked" (nothing), "agreed", "opposed" or "settled"; "" to everybody else. ``asked_both``: what is said of both being asked. ``representatives``: who acts for them today, told to whoever it is about alone; ``acting``: null to them. */
export interface OwnCase {
  id: string;
  number: number;
  code: string;
  name: string;
  expected: string | null;
  municipality: string;
  municipality_number: string;
  status: CaseStatus;
  stage: string;
  stages: StageAnswer[];
  asked: Thing[];
  consent: Consent;
  waiting: WaitAnswer[];
  reviews: ReviewAnswer[];
  gone_through: GoneThrough[];
  questions: QuestionAnswer[];
  decisions: DecidedThing[];
  responsibility: ResponsibilityAnswer;
  coordinator: CoordinatorAnswer;
  plan: OwnPlan;
  departure: string;
  contact_point: string;
  may: string[];
  doors: DoorAnswer[];
  representatives: RepresentativeAnswer[];
  acting: ActingFor | null;
  parent: "" | "asked" | "agreed" | "opposed" | "settled";
  asked_both: string;
}

/** An invitation as whoever has its code sees it. ``owner_name``: "" unless it is certain that it is for them, and once they are in, where this login opens it; so is ``name`` of the owner's own link. ``check``: "" unless somebody is to confirm them. ``leaving``: the sentence that they leave by, who joined and were granted nothing, else "". */
export interface OwnInvitationAnswer {
  name: string;
  role: Role;
  organisation: string;
  status: InvitationStatus;
  numbered: boolean;
  expires_at: string;
  owner_name: string;
  check: string;
  leaving: string;
}

/** ``plan``: where it is read; "" before it began. ``gaps``: what it lacked when it was declared valid. ``proposed``: the day on which it would be gone through, as the coordinator proposes that it is valid. */
export interface OwnPlan {
  status: PlanStatus;
  plan: string;
  next_revision: string | null;
  gaps: string[];
  proposed: string | null;
}

/** ``provider``: how it was logged in, ``demo`` or a name of ``GET /api/login``; ``organisation``: which it proved, empty if none; ``device``: names of browser and system, empty if not known. */
export interface OwnSessionAnswer {
  id: string;
  this: boolean;
  opened_at: string;
  last_seen_at: string;
  provider: string;
  organisation: string;
  device: string;
}

/** ``own``: by language, what the municipality says instead. ``values``: what is filled in. */
export interface OwnText {
  key: string;
  nb: string;
  nn: string | null;
  en: string;
  own: Record<string, string>;
  values: string[];
  source: string;
  confidence: string;
  valid_from: string;
}

/** ``municipality``: its number. ``until``: the last day. ``substitute``: as the unit has written it down. ``version``: what a change names. */
export interface OwnTimeOff {
  municipality: string;
  name: string;
  since: string | null;
  until: string | null;
  substitute: string;
  version: number;
}

/** ``name``: as a provider says it, "" where none does; ``provider``: where they logged in. */
export interface OwnerArrivalAnswer {
  invitation: string;
  name: string;
  provider: string;
  at: string;
  inviter: string;
}

/** ``check``: the digits that whoever used the link has read out; of ``refuse`` none. */
export interface OwnerArrivalStep {
  invitation: string;
  step: "confirm" | "refuse";
  check?: string;
}

export interface OwnerArrivalsAnswer {
  waiting: OwnerArrivalAnswer | null;
}

/** ``by``: who complains for ``name``, "" if they do it themselves. ``as_of``: the day of what is attached. */
export interface Pack {
  complaint: string;
  name: string;
  by: string;
  mandate: Mandate | null;
  municipality: string;
  addressee: string;
  to_unit: boolean;
  basis: Basis | null;
  known_on: string | null;
  uncertain: boolean;
  deadline: string | null;
  grounds: Ground[];
  words: string;
  wished: string;
  late_reason: string;
  as_of: string;
  items: PackItem[];
}

/** ``file``: what is downloaded, character by character; ``digest`` of it (SHA-256 of its UTF-8). */
export interface PackAnswer {
  sent: boolean;
  digest: string;
  file: string;
  content: Pack;
}

/** ``digest``: of the rest of it. */
export interface PackItem {
  key: string;
  kind: Evidence;
  day: string | null;
  values: Record<string, string | number | null>;
  names_others: boolean;
  digest: string;
}

/** ``texts``: none for who may not know all that they name. ``may``: ``register``, ``withdraw``. */
export interface PaperAnswer {
  id: string;
  status: PaperStatus;
  made_by: string;
  made_at: string;
  expires_at: string;
  signer: string;
  sentences: number;
  texts: string[];
  signed_on: string | null;
  scan: string | null;
  checked_by: string;
  checked_at: string | null;
  may: string[];
}

/** ``signed_on``: the day that stands on it. ``verdict``: whether it is signed and says the same. */
export interface PaperCheck {
  code: string;
  signed_on: string;
  verdict: "right" | "wrong";
}

export interface PaperCode {
  code: string;
}

export type PaperStatus = "printed" | "registered" | "checked" | "refused" | "withdrawn" | "expired";

/** ``title`` is empty where the kind gives it. ``position`` counts the parts in this answer, from 1. ``proposed``: whoever added it proposed it, and nothing was signed of it since. */
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
  proposed: boolean;
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

export interface PassedOnCase {
  expected: number;
  municipality: string;
  follows?: string[];
}

/** ``ended_at``: when it did, or will at the latest. ``decisions``, ``comments``, ``declared``: for the owner, and not what is removed. */
export interface PastSession {
  id: string;
  by: string;
  organisation: string;
  begun_at: string;
  ended_at: string;
  over: boolean;
  text: string;
  read: boolean;
  decisions: AssistedDecision[];
  comments: AssistedComment[];
  declared: AssistedDeclaration[];
}

/** ``empty_since``: null while somebody coordinates, or nobody is to. ``municipality``: the number of the one whose unit is to find somebody; "" while it need not. */
export interface PlaceAnswer {
  empty_since: string | null;
  days: number;
  municipality: string;
}

/** One participant's own answer. ``version`` is a hash of all that follows it. ``roles``: in which this login may act here, the one it acts in among them. ``former``: who takes part no more, for the owner and the coordinator. ``put_away``: what is read and not written, and stands in no list. ``next_revision``: as the records of its case say, ahead of the field of the period. */
export interface PlanAnswer {
  id: string;
  epoch: string;
  roles: Role[];
  version: string;
  channel: string;
  me: string;
  owner_name: string;
  next_revision: string | null;
  may_create: Kind[];
  adding: Adding[];
  may_sign: boolean;
  may_read_grants: boolean;
  participants: ParticipantAnswer[];
  former: ParticipantAnswer[];
  parts: PartAnswer[];
  put_away: PutAwayPart[];
}

/** ``next_revision``: when it is usually gone through again. */
export interface PlanContentsAnswer {
  points: ContentPoint[];
  next_revision: string;
}

export interface PlanCountsAnswer {
  coordinator_name: string | null;
  participants: number;
  parts: number;
  measures: number;
  goals: number;
  created_at: string;
}

export type PlanStatus = "none" | "offered" | "not-wanted" | "consented" | "drafting" | "active" | "revision-due" | "ended" | "archived" | "erased";

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

/** A way to log in. ``up``: whether the provider answered when it was last asked. */
export interface ProviderChoice {
  name: string;
  title: string;
  up: boolean;
  test: boolean;
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
  proposed: boolean;
  put_away_at: string;
  put_away_by: string | null;
}

/** ``false`` brings it back. */
export interface PuttingAwayBody {
  put_away?: boolean;
}

/** ``record``: what an answer names. */
export interface QuestionAnswer {
  record: number;
  question: string;
  at: string;
}

/** ``record``: what an answer names. */
export interface QuestionOfGovernor {
  record: number;
  of: string;
  question: string;
  due: string;
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

export interface ReadWish {
  read: boolean;
}

export interface RecordAnswer {
  number: number;
  status: string;
}

/** Who has used the link. ``name``: as a provider says it, "" where none does. ``provider``: where they logged in. ``check``: digits that they see too. */
export interface RedeemedAnswer {
  name: string;
  provider: string;
  at: string;
  check: string;
}

/** ``person``, ``name``: of whom they are asked for; ``code``: as messages name the case; ``since``: their proposal, whose number ``proposal`` is. ``active_cases``: open ones in that municipality in which they are appointed; ``most_cases``: as agreed, 0: nothing is. */
export interface ReleaseRequest {
  case: string;
  code: string;
  proposal: number;
  since: string;
  person: string;
  name: string;
  workplace: string;
  municipality: string;
  active_cases: number;
  most_cases: number;
}

/** ``leads``: empty for whoever leads nothing. ``after``: for the next page; null at the end. */
export interface ReleaseRequests {
  leads: LedWorkplace[];
  requests: ReleaseRequest[];
  after: string | null;
}

export interface Removal {
  version: number;
}

/** ``text``: what is signed where somebody new takes over from ``participant``, in the same role. */
export interface ReplaceableAnswer {
  participant: string;
  name: string;
  organisation: string;
  role: Role;
  text: string;
}

export interface ReportCode {
  code: string;
  language?: "nb" | "en";
}

/** ``code``: shown this once, and known to nobody else. ``text``: what the reporter is told with it. */
export interface ReportReceipt {
  code: string;
  status: ReportStatus;
  text: string;
}

/** All that a code shows: the same whatever came of the report, and whoever it is about. */
export type ReportStatus = "received" | "in-progress" | "done";

/** ``text``: the same in words. */
export interface ReportStatusAnswer {
  status: ReportStatus;
  text: string;
}

export interface ReportedSubject {
  name: string;
  born?: string | null;
  expected?: string | null;
  contact?: string;
  language?: string;
  interpreter?: boolean;
  protected?: boolean;
}

/** ``basis``: a token. ``until``: the last day. */
export interface RepresentativeAnswer {
  person: string;
  name: string;
  basis: string;
  until: string;
}

/** ``case``: of whom nobody has entered; else ``person``. */
export interface Represented {
  person: string | null;
  name: string;
  case: string | null;
}

export interface Resolution {
  resolved?: boolean;
}

/** ``service``: "" while none is agreed or decided; ``services``: those that disagree. ``days``: for how many it has been so. */
export interface ResponsibilityAnswer {
  status: string;
  service: string;
  services: string[];
  days: number;
}

/** What is to be gone through, by when. ``record``: what names it when it is done; ``day``: on which it happens, or happened. */
export interface ReviewAnswer {
  record: number;
  event: LifeEvent;
  day: string;
  due: string;
  days_late: number;
}

/** What somebody is to the owner. A role alone opens nothing. */
export type Role = "owner" | "representative" | "relative" | "coordinator" | "substitute" | "gp" | "municipal-health" | "hospital" | "hospital-coordinator" | "contact-doctor" | "school" | "nav" | "child-welfare" | "other";

export interface RoleChoice {
  role: Role;
}

/** The one of this login. ``ends_in``: seconds. */
export interface RunningSession {
  id: string;
  ends_in: number;
}

export interface ServiceLeader {
  person: string;
  name: string;
  workplace: string;
}

/** Seconds until the session ends: by itself, and unless its person does something before. */
export interface SessionEnds {
  expires_in: number;
  idle_in: number;
}

/** ``version`` is sent back with a change: one that is not of the newest is refused. */
export interface SettingsAnswer {
  number: string;
  name: string;
  version: number;
  settings: MunicipalitySettings;
  choices: Choice[];
}

export interface SettingsChange {
  version: number;
  settings: MunicipalitySettings;
}

/** The sheet to be printed. ``code`` is said this once: whoever checks it reads it off the paper. */
export interface SheetAnswer {
  id: string;
  code: string;
  language: string;
  signer: string;
  owner_name: string;
  texts: string[];
  expires_at: string;
}

/** To the second person. ``texts``: for a participant; a case handler knows only how many there are. */
export interface ShownPaper {
  registered_by: string;
  registered_at: string;
  signer: string;
  sentences: number;
  texts: string[];
}

export interface ShownText {
  text: string;
}

/** In the order in which they were signed. */
export interface SignedAnswer {
  decisions: DecisionAnswer[];
}

/** ``scan``: SHA-256 of the scanned sheet in lower-case hex, made where the file is. */
export interface SignedPaper {
  signed_on: string;
  scan: string;
}

/** ``on``: the day it was reached; null: not yet. */
export interface StageAnswer {
  stage: string;
  on: string | null;
}

export type Status = "open" | "accepted" | "declined" | "withdrawn";

/** What is to be done next. Tokens are sent, and never stored. */
export type Step = "take" | "check-consent" | "rest" | "answer" | "assess" | "decide" | "notify-delay" | "link-child" | "review" | "settle-responsibility" | "say-wish" | "sign-coordination" | "propose" | "release" | "appoint" | "cover" | "choose-at-age" | "offer-plan" | "answer-plan" | "answer-as-parent" | "settle-opposition" | "begin-plan" | "declare-valid" | "revise" | "go-through";

/** One step of the reckoning. ``weeks``: how many were added by it, else 0. */
export interface StepAnswer {
  kind: StepKind;
  day: string;
  weeks: number;
}

export type StepKind = "known-on" | "known-on-said" | "reasons-asked" | "reasons-asked-too-late" | "reasons-came" | "extended" | "extended-too-late" | "weeks" | "rolled-forward";

/** ``coordinator``: for whom they stand in; ``until``: their last day, null where nobody knows. ``plan``: as in ``CoordinatedPlan``. */
export interface StoodInCase {
  id: string;
  code: string;
  name: string;
  municipality: string;
  coordinator: string;
  until: string | null;
  plan: string;
}

export interface SuggestionAnswer {
  id: string;
  author: CommentAuthor;
  created_at: string;
  field: string | null;
  anchor: Record<string, unknown> | null;
  quote: string;
  replacement: string;
  words_gone: boolean;
  status: Status;
  decided_at: string | null;
  decided_by: CommentAuthor | null;
  word: string;
}

/** ``text``: "" for the usual words. */
export interface TextChange {
  language: "nb" | "nn" | "en";
  text: string;
}

/** What is asked for; each is decided by itself. */
export type Thing = "plan" | "coordinator" | "child-coordinator";

/** ``until``: the last day. Neither: not away. */
export interface TimeOffWish {
  version: number;
  since?: string | null;
  until?: string | null;
}

/** One record. ``by``: "" where nobody had logged in. ``track``: which of the four it moved. */
export interface TimelineEntry {
  number: number;
  at: string;
  track: string;
  action: string;
  status: string;
  actor: Actor;
  by: string;
  organisation: string;
  on_behalf_of: string;
  basis: string;
  shown: string;
  said: Record<string, unknown>;
}

export interface TypedReport {
  reporter: "owner" | "representative" | "relative" | "professional" | "hospital-unit";
  reporter_name?: string;
  reporter_contact?: string;
  organisation?: string;
  subject: ReportedSubject;
  wish: "plan" | "coordinator" | "both" | "unknown" | "child-coordinator";
  reason: string;
  consent: "given" | "statutory" | "missing";
  consent_by?: string;
  language?: "nb" | "en";
  means: "phone" | "paper" | "meeting";
}

/** ``number``, ``name``: of its municipality. */
export interface UnitAnswer {
  number: string;
  name: string;
  rights: UnitRight[];
}

/** Those sent to the unit, oldest first. ``after``: for the next page; null at the end. */
export interface UnitComplaints {
  complaints: ComplaintRow[];
  after: string | null;
}

/** ``lines``: what the municipality has said of it, and none of what it has not. */
export interface UnitContact {
  unit: string;
  municipality: string;
  lines: ContactLine[];
}

/** ``as_of``: the end of that day; events are of the month until then. ``full``: as its case handlers see it. ``finished``: nothing changes it any more. ``blanked_under``: what is not shown to others. */
export interface UnitOverview {
  month: string;
  as_of: string;
  finished: boolean;
  full: boolean;
  blanked_under: number;
  services: string[];
  counts: CountTable[];
}

/** A person may hold several. None of them shows a word of any plan. */
export type UnitRight = "case-handler" | "statistics" | "leader";

export interface VersionAnswer {
  version: number;
}

export interface Visibility {
  participant: string;
  level: "none" | "read" | "comment" | "edit";
}

/** What is to be done, who does it, and by when; ``due``: null where no rule says. */
export interface WaitAnswer {
  step: Step;
  who: Actor;
  since: string;
  due: string | null;
  days_late: number;
}

/** ``digest``: null where it is not frozen. ``before``: the same of the year before, if that is. */
export interface YearAnswer {
  year: number;
  as_of: string;
  frozen_at: string | null;
  digest: string | null;
  full: boolean;
  blanked_under: number;
  counts: CountTable[];
  before: CountTable[];
}

/** ``frozen_at``: null where it is not frozen yet. */
export interface YearLine {
  year: number;
  frozen_at: string | null;
}

/** Newest first. ``may_freeze``: the year that may be frozen next, if any. ``waits_until``: the day on which, at the latest, the last year may be frozen, while its end is still being counted. */
export interface YearsAnswer {
  years: YearLine[];
  may_freeze: number | null;
  waits_until: string | null;
}

export type dict = Record<string, string>;

/** What can be read: the names in the address, and the answer. */
export interface Reads {
  "/api/cases/{case}": { names: "case"; answer: CaseAnswer };
  "/api/cases/{case}/checklist": { names: "case"; answer: ChecklistAnswer };
  "/api/cases/{case}/moving": { names: "case"; answer: MovingAnswer };
  "/api/cases/{case}/owner-arrival": { names: "case"; answer: OwnerArrivalsAnswer };
  "/api/cases/{case}/plan-contents": { names: "case"; answer: PlanContentsAnswer };
  "/api/complaints": { names: never; answer: MyComplaints };
  "/api/complaints/{complaint}": { names: "complaint"; answer: ComplaintAnswer };
  "/api/complaints/{complaint}/evidence": { names: "complaint"; answer: EvidenceAnswer };
  "/api/complaints/{complaint}/pack": { names: "complaint"; answer: PackAnswer };
  "/api/coordinated-cases": { names: never; answer: CoordinatedCases };
  "/api/held-messages": { names: never; answer: HeldMessage[] };
  "/api/login": { names: never; answer: LoginChoices };
  "/api/me": { names: never; answer: MeAnswer };
  "/api/messages": { names: never; answer: MessagesPage };
  "/api/municipalities": { names: never; answer: MunicipalityAnswer[] };
  "/api/municipalities/{municipality}/contact/{language}": { names: "municipality" | "language"; answer: UnitContact };
  "/api/municipalities/{municipality}/settings": { names: "municipality"; answer: SettingsAnswer };
  "/api/municipalities/{municipality}/texts": { names: "municipality"; answer: OwnText[] };
  "/api/municipalities/{municipality}/texts/{subject}/{language}": { names: "municipality" | "subject" | "language"; answer: dict };
  "/api/my-cases": { names: never; answer: OwnCase[] };
  "/api/my-contact": { names: never; answer: ContactAnswer };
  "/api/overview": { names: never; answer: OverviewAnswer };
  "/api/parts/{part}/comments": { names: "part"; answer: CommentAnswer[] };
  "/api/parts/{part}/suggestions": { names: "part"; answer: SuggestionAnswer[] };
  "/api/plans": { names: never; answer: PlanSummary[] };
  "/api/plans/{plan}": { names: "plan"; answer: PlanAnswer };
  "/api/plans/{plan}/assisted": { names: "plan"; answer: AssistedAnswer };
  "/api/plans/{plan}/comments": { names: "plan"; answer: OpenThreads[] };
  "/api/plans/{plan}/coordinators-place": { names: "plan"; answer: PlaceAnswer };
  "/api/plans/{plan}/grants": { names: "plan"; answer: GrantsAnswer };
  "/api/plans/{plan}/grants/before/{number}": { names: "plan" | "number"; answer: DecisionsAnswer };
  "/api/plans/{plan}/invitations": { names: "plan"; answer: InvitationsAnswer };
  "/api/plans/{plan}/papers": { names: "plan"; answer: PaperAnswer[] };
  "/api/plans/{plan}/participants/{participant}/end": { names: "plan" | "participant"; answer: EndingAnswer };
  "/api/release-requests": { names: never; answer: ReleaseRequests };
  "/api/sessions": { names: never; answer: OwnSessionAnswer[] };
  "/api/texts/{subject}/{language}": { names: "subject" | "language"; answer: dict };
  "/api/time-off": { names: never; answer: OwnTimeOff[] };
  "/api/units": { names: never; answer: UnitAnswer[] };
  "/api/units/{municipality}/absences": { names: "municipality"; answer: AnnouncedAbsence[] };
  "/api/units/{municipality}/cases": { names: "municipality"; answer: CaseInbox };
  "/api/units/{municipality}/complaints": { names: "municipality"; answer: UnitComplaints };
  "/api/units/{municipality}/coordinators": { names: "municipality"; answer: Directory };
  "/api/units/{municipality}/handlers": { names: "municipality"; answer: HandlerAnswer[] };
  "/api/units/{municipality}/leaders": { names: "municipality"; answer: LeadersAnswer };
  "/api/units/{municipality}/overview": { names: "municipality"; answer: UnitOverview };
  "/api/units/{municipality}/overview/cases": { names: "municipality"; answer: CountedCases };
  "/api/units/{municipality}/years": { names: "municipality"; answer: YearsAnswer };
  "/api/units/{municipality}/years/{year}": { names: "municipality" | "year"; answer: YearAnswer };
  "/api/units/{municipality}/years/{year}/cases": { names: "municipality" | "year"; answer: JournalCases };
  "/api/units/{municipality}/years/{year}/export": { names: "municipality" | "year"; answer: undefined };
  "/login/{provider}/frontchannel-logout": { names: "provider"; answer: undefined };
  "/login/{provider}/jwks": { names: "provider"; answer: undefined };
  "/om": { names: never; answer: undefined };
  "/om/side.css": { names: never; answer: undefined };
  "/om/{number}": { names: "number"; answer: undefined };
}

/** What can be done: the names in the address, what is sent, and the answer. */
export interface Commands {
  "DELETE /api/comments/{comment}": { names: "comment"; body: undefined; answer: undefined };
  "DELETE /api/sessions": { names: never; body: undefined; answer: undefined };
  "DELETE /api/sessions/{session}": { names: "session"; body: undefined; answer: undefined };
  "PATCH /api/comments/{comment}": { names: "comment"; body: NewText; answer: CommentAnswer };
  "PATCH /api/me": { names: never; body: MeChange; answer: undefined };
  "PATCH /api/messages/{message}": { names: "message"; body: ReadWish; answer: undefined };
  "PATCH /api/parts/{part}": { names: "part"; body: PartChange; answer: undefined };
  "POST /api/cases/{case}/checklist": { names: "case"; body: ChecklistTick; answer: ChecklistAnswer };
  "POST /api/cases/{case}/merge": { names: "case"; body: CaseMerging; answer: undefined };
  "POST /api/cases/{case}/moving": { names: "case"; body: PassedOnCase; answer: ReportReceipt };
  "POST /api/cases/{case}/owner-arrival": { names: "case"; body: OwnerArrivalStep; answer: undefined };
  "POST /api/cases/{case}/preview": { names: "case"; body: CaseCommand; answer: ShownText };
  "POST /api/cases/{case}/records": { names: "case"; body: CaseCommand; answer: RecordAnswer };
  "POST /api/comments/{comment}/resolve": { names: "comment"; body: Resolution; answer: undefined };
  "POST /api/complaints": { names: never; body: NewComplaint; answer: BegunComplaint };
  "POST /api/complaints/{complaint}/records": { names: "complaint"; body: ComplaintCommand; answer: ComplaintMoved };
  "POST /api/held-messages/{message}": { names: "message"; body: CheckWish; answer: undefined };
  "POST /api/invitation": { names: never; body: InvitationCode; answer: OwnInvitationAnswer };
  "POST /api/invitation/answer": { names: never; body: InvitationReply; answer: OwnInvitationAnswer };
  "POST /api/me/role": { names: never; body: RoleChoice; answer: undefined };
  "POST /api/me/session": { names: never; body: undefined; answer: SessionEnds };
  "POST /api/municipalities/{municipality}/reports": { names: "municipality"; body: NewReport; answer: ReportReceipt };
  "POST /api/municipalities/{municipality}/typed-reports": { names: "municipality"; body: TypedReport; answer: ReportReceipt };
  "POST /api/paper": { names: never; body: PaperCode; answer: ShownPaper };
  "POST /api/paper/check": { names: never; body: PaperCheck; answer: CheckedPaper };
  "POST /api/parts/{part}/comments": { names: "part"; body: NewComment; answer: CommentAnswer };
  "POST /api/parts/{part}/put-away": { names: "part"; body: PuttingAwayBody; answer: undefined };
  "POST /api/parts/{part}/suggestions": { names: "part"; body: NewSuggestion; answer: SuggestionAnswer };
  "POST /api/plans/{plan}/assisted": { names: "plan"; body: Confirmed; answer: RunningSession };
  "POST /api/plans/{plan}/assisted/read": { names: "plan"; body: NoBody; answer: undefined };
  "POST /api/plans/{plan}/assisted/{session}/end": { names: "plan" | "session"; body: NoBody; answer: undefined };
  "POST /api/plans/{plan}/changes": { names: "plan"; body: undefined; answer: undefined };
  "POST /api/plans/{plan}/grants": { names: "plan"; body: NewDecision | NewDecisions; answer: DecisionAnswer | SignedAnswer };
  "POST /api/plans/{plan}/grants/narrowed/read": { names: "plan"; body: NoBody; answer: undefined };
  "POST /api/plans/{plan}/grants/preview": { names: "plan"; body: DecisionChoices; answer: PreviewAnswer };
  "POST /api/plans/{plan}/invitations": { names: "plan"; body: NewInvitation; answer: NewInvitationAnswer };
  "POST /api/plans/{plan}/invitations/{invitation}": { names: "plan" | "invitation"; body: InvitationStepBody; answer: undefined };
  "POST /api/plans/{plan}/papers": { names: "plan"; body: NewPaper; answer: SheetAnswer };
  "POST /api/plans/{plan}/papers/{paper}": { names: "plan" | "paper"; body: SignedPaper; answer: undefined };
  "POST /api/plans/{plan}/papers/{paper}/withdraw": { names: "plan" | "paper"; body: NoBody; answer: undefined };
  "POST /api/plans/{plan}/participants/{participant}/end": { names: "plan" | "participant"; body: EndBody; answer: EndingAnswer };
  "POST /api/plans/{plan}/parts": { names: "plan"; body: NewPart; answer: NewPartAnswer };
  "POST /api/plans/{plan}/validity": { names: "plan"; body: DeclarationSaid; answer: RecordAnswer };
  "POST /api/plans/{plan}/validity/preview": { names: "plan"; body: DeclarationDay; answer: Declaration };
  "POST /api/read-messages": { names: never; body: AllRead; answer: undefined };
  "POST /api/release-requests/{case}": { names: "case"; body: LeaderAnswer; answer: undefined };
  "POST /api/report-status": { names: never; body: ReportCode; answer: ReportStatusAnswer };
  "POST /api/suggestions/{suggestion}/accept": { names: "suggestion"; body: undefined; answer: undefined };
  "POST /api/suggestions/{suggestion}/decline": { names: "suggestion"; body: Declining; answer: undefined };
  "POST /api/suggestions/{suggestion}/withdraw": { names: "suggestion"; body: undefined; answer: undefined };
  "POST /api/units/{municipality}/complaints": { names: "municipality"; body: CameComplaint; answer: BegunComplaint };
  "POST /api/units/{municipality}/coordinators/{person}/handover": { names: "municipality" | "person"; body: HandingOver; answer: HandedOverAnswer };
  "POST /api/units/{municipality}/coordinators/{person}/removal": { names: "municipality" | "person"; body: Removal; answer: undefined };
  "POST /api/units/{municipality}/leaders": { names: "municipality"; body: LedService; answer: undefined };
  "POST /api/units/{municipality}/leaders/end": { names: "municipality"; body: LedService; answer: undefined };
  "POST /api/units/{municipality}/people": { names: "municipality"; body: LookedFor; answer: FoundPeople };
  "POST /api/units/{municipality}/years/{year}": { names: "municipality" | "year"; body: NoBody; answer: undefined };
  "POST /login/demo": { names: never; body: DemoLogin; answer: undefined };
  "POST /logout": { names: never; body: undefined; answer: undefined };
  "PUT /api/municipalities/{municipality}/settings": { names: "municipality"; body: SettingsChange; answer: VersionAnswer };
  "PUT /api/municipalities/{municipality}/texts/{key}": { names: "municipality" | "key"; body: TextChange; answer: undefined };
  "PUT /api/my-contact": { names: never; body: ContactChange; answer: undefined };
  "PUT /api/time-off/{municipality}": { names: "municipality"; body: TimeOffWish; answer: ListedAs };
  "PUT /api/units/{municipality}/coordinators/{person}": { names: "municipality" | "person"; body: CoordinatorListing; answer: ListedAs };
}
