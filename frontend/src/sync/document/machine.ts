import { reconnectDelay } from '../protocol/closings';
import type { Frame, SyncKind } from '../protocol/frames';
import { consequenceOf, holdBackOf, NO_REFUSALS, oneMore } from './refusals';
import { SaveAccount } from './saveAccount';
import {
  type Effect,
  type Event,
  editable,
  hasCopy,
  isFollowing,
  type Lasting,
  type Open,
  type Opening,
  type State,
  type Timer,
} from './states';

/**
 * One open document as a state machine without I/O: an event and a random number go in, the next state and effects come
 * out. `DocumentLink` carries the effects out in their order. What tells the carrier comes last: in answer to it the
 * carrier may let go of the document.
 */
export type Step = readonly [State, readonly Effect[]];

/** An answer that never comes, and answers that cannot be told apart, both end by opening the document anew. */
const PATIENCE_MS = 20_000;
const PATIENCE_WHEN_UNCERTAIN_MS = 1_500;

const NONE: readonly Effect[] = [];

/** The first state of a document that is opened on this page. */
export function begin(): Step {
  return anew({ granted: false, refusals: NO_REFUSALS, present: false });
}

/** What follows from `event`. `random` is in [0, 1). An event without meaning in `state` changes nothing. */
export function step(state: State, event: Event, random: number): Step {
  const [next, effects] = transition(state, event, random);
  return [next, [...timing(state, next, event), ...effects]];
}

function transition(state: State, event: Event, random: number): Step {
  if (event.type === 'released') return closed(state, NONE);
  if (event.type === 'restored') return closed(state, [{ type: 'offerAll', token: 'restored' }]);
  if (isFollowing(state)) return follow(state, event, random);
  // Access that ends takes also the words that a stop has left on the screen.
  const token = closingOf(event);
  if (state.name === 'stopped' && token !== null && consequenceOf(token) === 'gone')
    return gone(state, token);
  return [state, NONE];
}

function follow(
  state: Opening | Open,
  event: Exclude<Event, { type: 'released' | 'restored' }>,
  random: number,
): Step {
  switch (event.type) {
    case 'edited':
      // An editor that may not write can still emit a clean-up of its own; nobody's words are in it.
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
  // The server drops what is sent to an address that it has closed.
  if (kind === 'step1' || state.line === 'returning') return state;
  const edits = state.edits === 'none' ? 'none' : 'sent';
  return { ...state, edits, account: state.account.sent(kind, mark) };
}

function received(state: Opening | Open, frame: Frame, random: number): Step {
  if (frame.type === 'closed') return ended(state, frame.token, random);
  if (frame.type === 'denied') return ended(state, frame.reason, random);
  if (state.line === 'returning') return [state, NONE];
  switch (frame.type) {
    case 'authenticated':
      return admitted(state, frame.scope === 'read-write');
    case 'status':
      return answered(state, frame.accepted);
    case 'sync':
      if (frame.kind === 'step1') return [{ ...state, account: state.account.askedForState() }, NONE];
      return [frame.kind === 'step2' ? { ...state, name: 'open' } : state, NONE];
  }
}

function admitted(state: Opening | Open, granted: boolean): Step {
  if (!granted && state.edits !== 'none') {
    // What the server did not take before the right ended can never be saved from here.
    return instead({ ...state, granted }, offer(state, 'consent-withdrawn'));
  }
  const changed = state.line === 'live' && state.granted !== granted;
  const account = changed ? state.account.scopeChanged() : state.account;
  // Notices may have passed while this document was not open.
  return [{ ...state, granted, account, admitted: true, line: 'live' }, [{ type: 'tell', what: 'opened' }]];
}

function answered(state: Opening | Open, accepted: boolean): Step {
  const account = state.account.answered(accepted);
  if (!account.settled || state.edits === 'unsent') return [{ ...state, account }, NONE];
  const refusals = state.edits === 'sent' ? NO_REFUSALS : state.refusals;
  return [{ ...state, account, refusals, edits: 'none' }, [{ type: 'tell', what: 'settled' }]];
}

/** The server has closed the document, or never opened it. */
function ended(state: Opening | Open, token: string, random: number): Step {
  switch (consequenceOf(token)) {
    case 'gone':
      return gone(state, token);
    case 'reopen':
      return [
        { ...state, line: 'returning', account: state.account.startOver() },
        [{ type: 'setTimer', timer: 'return', ms: reconnectDelay(0, random) }],
      ];
    case 'discard':
      // Not even reading is without a refusal: coming back might never end.
      if (holdBackOf(state.refusals) !== null) return stopped(state, token);
      // The server took none of it, and never will: every later edit would stand on the refused one.
      return instead({ ...state, refusals: oneMore(state.refusals, token) }, offer(state, token));
    case 'stop':
      return stopped(state, token);
  }
}

function timeUp(state: Opening | Open, timer: Timer): Step {
  const due = timer === 'return' ? state.line === 'returning' : patienceOf(state) !== null;
  if (!due) return [state, NONE];
  // Same words, new address: the account of the old address is closed and proves nothing.
  const line = timer === 'return' ? 'down' : state.line;
  return [{ ...state, line, account: state.account.startOver() }, [{ type: 'readdress' }]];
}

function stopped(state: Opening | Open, token: string): Step {
  // A document that never came must not look like an empty one.
  const kept = state.name === 'open';
  const { granted } = state;
  return [
    { name: 'stopped', token, kept, granted },
    [...offer(state, token), { type: kept ? 'detach' : 'discard' }],
  ];
}

function gone(state: State, token: string): Step {
  const effects: Effect[] = [...offer(state, token), ...discard(state), { type: 'tell', what: 'withdrawn' }];
  return [{ name: 'gone', token }, effects];
}

function closed(state: State, before: readonly Effect[]): Step {
  return [{ name: 'closed' }, hasCopy(state) ? [...before, ...discard(state)] : NONE];
}

/** Another, empty copy in the place of the one we have. */
function instead(lasting: Lasting, before: readonly Effect[]): Step {
  const [state, effects] = anew(lasting);
  return [state, [...before, { type: 'discard' }, ...effects]];
}

function anew({ granted, refusals, present }: Lasting): Step {
  const account = new SaveAccount();
  return [
    { name: 'opening', granted, refusals, present, line: 'down', admitted: false, edits: 'none', account },
    [{ type: 'open', present }],
  ];
}

function offer(state: State, token: string): readonly Effect[] {
  if (!isFollowing(state) || state.edits === 'none') return NONE;
  return [{ type: 'offerUnsaved', token, since: state.account.savedMark }];
}

function discard(state: State): readonly Effect[] {
  return hasCopy(state) ? [{ type: 'discard' }] : NONE;
}

/** The timers as `after` needs them: the one for the answer begins anew with each frame. */
function timing(before: State, after: State, event: Event): Effect[] {
  const effects: Effect[] = [];
  const clear = (timer: Timer) => {
    if (event.type !== 'timeUp' || event.timer !== timer) effects.push({ type: 'clearTimer', timer });
  };
  if (isReturning(before) && !isReturning(after)) clear('return');
  const ms = patienceOf(after);
  if (ms === null && patienceOf(before) !== null) clear('answer');
  if (ms !== null && (event.type === 'sent' || event.type === 'received')) {
    effects.push({ type: 'setTimer', timer: 'answer', ms });
  }
  return effects;
}

/** How long the server may be silent now; null while it owes nothing. */
function patienceOf(state: State): number | null {
  if (!isFollowing(state) || state.line !== 'live' || !state.account.expectsAnswer) return null;
  return state.account.uncertain ? PATIENCE_WHEN_UNCERTAIN_MS : PATIENCE_MS;
}

function isReturning(state: State): boolean {
  return isFollowing(state) && state.line === 'returning';
}

function closingOf(event: Event): string | null {
  if (event.type !== 'received') return null;
  if (event.frame.type === 'closed') return event.frame.token;
  return event.frame.type === 'denied' ? event.frame.reason : null;
}
