import type { LEVELS } from './contract';
import type { Role } from './openapi';

export type {
  Area,
  CommentAnswer as CommentView,
  DecisionAnswer as Decision,
  DecisionChoice,
  DemoChoice as DemoPerson,
  GrantCell as Cell,
  GrantedKind as KindGrant,
  GrantedPart as GrantPart,
  GrantsAnswer as GrantsView,
  Kind,
  MeAnswer as Me,
  NarrowedCell,
  OwnSessionAnswer as OwnSession,
  PartAnswer as PartView,
  PartChange,
  ParticipantAnswer as ParticipantView,
  PlanAnswer as PlanView,
  PlanCountsAnswer as PlanCounts,
  PlanSummary,
  Problem as ProblemBody,
  PutAwayPart as PutAwayView,
  Role,
  SuggestionAnswer as SuggestionView,
  Visibility,
} from './openapi';

export type Level = (typeof LEVELS)[number];

/**
 * A person as carets and awareness show them; sent in awareness states, not in a response. `colour` is an index 0..7
 * into the caret colours; the server's follows from the id alone, and `coloursOf` gives the one that is shown.
 */
export interface Writer {
  id: string;
  name: string;
  role: Role;
  initials: string;
  colour: number;
}
