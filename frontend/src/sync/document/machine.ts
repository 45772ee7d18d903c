import { reconnectDelay } from '../protocol/closings';
import type { Frame, SyncKind } from '../protocol/frames';
import { addRefusal, consequenceOf, holdBackOf, NO_REFUSALS } from './refusals';
import { SaveAccount } from './saveAccount';
import {
  type Effect,
  type Event,
  editable,
  hasCopy,
  isActive,
  type Open,
  type Opening,
  type PerDocument,
  type State,
  type Timer,
} from './states';

/**
 * One open document as a state machine without I/O: an event and a random number go in, the next state and effects come
 * out. `DocumentLink` runs the effects in their order. `notify` comes last: the carrier may close the document in
 * response.
 */
export type Step = readonly [State, readonly Effect[]];

/** After a missing answer, or answers that cannot be matched to frames, the document is opened under a new address. */
const ANSWER_TIMEOUT_MS = 20_000;
const UNCERTAIN_ANSWER_TIMEOUT_MS = 1_500;

const NONE: readonly Effect[] = [];

/** The state and effects of a document that is just being opened. */
export function initialStep(): Step {
  return newCopy({ granted: false, refusals: NO_REFUSALS, present: false });
}

/** The transition of `state` on `event`. `random` is in [0, 1). An event without meaning in `state` changes nothing. */
export function step(state: State, event: Event, random: number): Step {
  const [next, effects] = transition(state, event, random);
  return [next, [...timerEffects(state, next, event), ...effects]];
}

function transition(state: State, event: Event, random: number): Step {
  if (event.type === 'released') return closed(state, NONE);
  if (event.type === 'restored') return closed(state, [{ type: 'offerAll', token: 'restored' }]);
  if (isActive(state)) return activeTransition(state, event, random);
  // Withdrawn access also removes the content that a stopped document has left on the screen.
  const token = closingOf(event);
  if (state.name === 'stopped' && token !== null && consequenceOf(token) === 'gone')
    return gone(state, token);
  return [state, NONE];
}

function activeTransition(
  state: Opening | Open,
  event: Exclude<Event, { type: 'released' | 'restored' }>,
  random: number,
): Step {
  switch (event.type) {
    case 'edited':
      // A read-only editor can still emit clean-up changes of its own, which contain nobody's text.
      return [editable(state) ? { ...state, edits: 'unsent' } : state, NONE];
    case 'sent':
      return [sent(state, event.kind, event.mark), NONE];
    case 'received':
      return received(state, event.frame, random);
    case 'socketOpened':
    case 'socketLost':
      return [{ ...state, line: 'down', account: state.account.startOver() }, NONE];
    case 'socketStopped':
      return stopped(state, event.token);
    case 'timeUp':
      return timeUp(state, event.timer);
    case 'presence': {
      const { present } = event;
      return state.present === present
        ? [state, NONE]
        : [{ ...state, present }, [{ type: 'showPresence', present }]];
    }
    case 'writeAgain': {
      const held = state.name === 'open' && holdBackOf(state.refusals) !== null;
      return [held ? { ...state, refusals: NO_REFUSALS } : state, NONE];
    }
  }
}

function sent(state: Opening | Open, kind: SyncKind, mark: number): State {
  // The server drops frames that are sent to an address it has closed.
  if (kind === 'step1' || state.line === 'returning') return state;
  const edits = state.edits === 'none' ? 'none' : 'sent';
  return { ...state, edits, account: state.account.sent(kind, mark) };
}

function received(state: Opening | Open, frame: Frame, random: number): Step {
  if (frame.type === 'closed') return closedByServer(state, frame.token, random);
  if (frame.type === 'denied') return closedByServer(state, frame.reason, random);
  if (state.line === 'returning') return [state, NONE];
  switch (frame.type) {
    case 'authenticated':
      return authenticated(state, frame.scope === 'read-write');
    case 'status':
      return answered(state, frame.accepted);
    case 'sync':
      if (frame.kind === 'step1') return [{ ...state, account: state.account.askedForState() }, NONE];
      return [frame.kind === 'step2' ? { ...state, name: 'open' } : state, NONE];
  }
}

function authenticated(state: Opening | Open, granted: boolean): Step {
  if (!granted && state.edits !== 'none') {
    // Edits that the server did not acknowledge before the right ended can never be saved from here.
    return replaceCopy({ ...state, granted }, offerUnsaved(state, 'consent-withdrawn'));
  }
  const changed = state.line === 'live' && state.granted !== granted;
  const account = changed ? state.account.scopeChanged() : state.account;
  // Notices may have been missed while this document was not open.
  return [
    { ...state, granted, account, authenticated: true, line: 'live' },
    [{ type: 'notify', what: 'opened' }],
  ];
}

function answered(state: Opening | Open, accepted: boolean): Step {
  const account = state.account.answered(accepted);
  if (!account.settled || state.edits === 'unsent') return [{ ...state, account }, NONE];
  const refusals = state.edits === 'sent' ? NO_REFUSALS : state.refusals;
  return [{ ...state, account, refusals, edits: 'none' }, [{ type: 'notify', what: 'settled' }]];
}

/** The server has closed the document, or never opened it. */
function closedByServer(state: Opening | Open, token: string, random: number): Step {
  switch (consequenceOf(token)) {
    case 'gone':
      return gone(state, token);
    case 'reopen':
      return [
        { ...state, line: 'returning', account: state.account.startOver() },
        [{ type: 'setTimer', timer: 'return', ms: reconnectDelay(0, random) }],
      ];
    case 'discard':
      // Refused even without an edit: reopening might never end.
      if (holdBackOf(state.refusals) !== null) return stopped(state, token);
      // The server applied none of it and never will: every later edit would depend on the refused one.
      return replaceCopy(
        { ...state, refusals: addRefusal(state.refusals, token) },
        offerUnsaved(state, token),
      );
    case 'stop':
      return stopped(state, token);
  }
}

function timeUp(state: Opening | Open, timer: Timer): Step {
  const due = timer === 'return' ? state.line === 'returning' : answerTimeoutOf(state) !== null;
  if (!due) return [state, NONE];
  // Same copy, new address: acknowledgements at the old address prove nothing any more.
  const line = timer === 'return' ? 'down' : state.line;
  return [{ ...state, line, account: state.account.startOver() }, [{ type: 'readdress' }]];
}

function stopped(state: Opening | Open, token: string): Step {
  // A document whose state never arrived must not look like an empty one, and nobody reads on without a session.
  const kept = state.name === 'open' && token !== 'session-expired';
  const { granted } = state;
  return [
    { name: 'stopped', token, kept, granted },
    [...offerUnsaved(state, token), { type: kept ? 'detach' : 'discard' }],
  ];
}

function gone(state: State, token: string): Step {
  const effects: Effect[] = [
    ...offerUnsaved(state, token),
    ...discard(state),
    { type: 'notify', what: 'withdrawn' },
  ];
  return [{ name: 'gone', token }, effects];
}

function closed(state: State, before: readonly Effect[]): Step {
  return [{ name: 'closed' }, hasCopy(state) ? [...before, ...discard(state)] : NONE];
}

/** Replace the copy by a new, empty one. */
function replaceCopy(lasting: PerDocument, before: readonly Effect[]): Step {
  const [state, effects] = newCopy(lasting);
  return [state, [...before, { type: 'discard' }, ...effects]];
}

function newCopy({ granted, refusals, present }: PerDocument): Step {
  const account = new SaveAccount();
  return [
    {
      name: 'opening',
      granted,
      refusals,
      present,
      line: 'down',
      authenticated: false,
      edits: 'none',
      account,
    },
    [{ type: 'open', present }],
  ];
}

function offerUnsaved(state: State, token: string): readonly Effect[] {
  if (!isActive(state) || state.edits === 'none') return NONE;
  return [{ type: 'offerUnsaved', token, since: state.account.savedMark }];
}

function discard(state: State): readonly Effect[] {
  return hasCopy(state) ? [{ type: 'discard' }] : NONE;
}

/** Effects that set and clear timers for `after`; the answer timer restarts with each frame. */
function timerEffects(before: State, after: State, event: Event): Effect[] {
  const effects: Effect[] = [];
  const clear = (timer: Timer) => {
    if (event.type !== 'timeUp' || event.timer !== timer) effects.push({ type: 'clearTimer', timer });
  };
  if (isReturning(before) && !isReturning(after)) clear('return');
  const ms = answerTimeoutOf(after);
  if (ms === null && answerTimeoutOf(before) !== null) clear('answer');
  if (ms !== null && (event.type === 'sent' || event.type === 'received')) {
    effects.push({ type: 'setTimer', timer: 'answer', ms });
  }
  return effects;
}

/** Milliseconds to wait for the next answer of the server; null while none is expected. */
function answerTimeoutOf(state: State): number | null {
  if (!isActive(state) || state.line !== 'live' || !state.account.expectsAnswer) return null;
  return state.account.uncertain ? UNCERTAIN_ANSWER_TIMEOUT_MS : ANSWER_TIMEOUT_MS;
}

function isReturning(state: State): boolean {
  return isActive(state) && state.line === 'returning';
}

function closingOf(event: Event): string | null {
  if (event.type !== 'received') return null;
  if (event.frame.type === 'closed') return event.frame.token;
  return event.frame.type === 'denied' ? event.frame.reason : null;
}
