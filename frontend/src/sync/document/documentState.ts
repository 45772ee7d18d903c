import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { holdBackOf } from './refusals';
import { editable, type Open, type Opening, type State, unsaved } from './states';

/**
 * The save state that the page shows: `opening` not known yet; `reading` no right to write; `saving` edits are not
 * acknowledged yet; `stuck` none of them has been for seconds: nothing is being saved; `saved` all acknowledged;
 * `offline` no connection, edits are sent later; `ended` nothing more can be saved here; `unfinished` something on the
 * screen cannot be saved as it stands (said of the whole page, never of a document).
 */
export type SaveState =
  | 'opening'
  | 'reading'
  | 'saving'
  | 'stuck'
  | 'saved'
  | 'offline'
  | 'ended'
  | 'unfinished';

/**
 * One open document. `gone`: it is no longer shared with this person, and every copy is destroyed.
 * `stopped`: it is no longer synchronised, for the reason `token`; its content stays on the screen. An `open` document
 * with a `token` still receives updates, but is read-only until the user asks to write again (`writeAgain`).
 */
export interface DocumentState {
  phase: 'opening' | 'open' | 'gone' | 'stopped';
  token: string | null;
  doc: Y.Doc | null;
  awareness: Awareness | null;
  editable: boolean;
  save: SaveState;
  /** Whether this page holds edits that the server has not acknowledged. */
  unsaved: boolean;
}

export const OPENING: DocumentState = {
  phase: 'opening',
  token: null,
  doc: null,
  awareness: null,
  editable: false,
  save: 'opening',
  unsaved: false,
};

/** The observable part of `state`, without the copy's doc and awareness. */
export function viewOf(state: State): Omit<DocumentState, 'doc' | 'awareness'> {
  return {
    // A closed document is shown as the one that the next connection will open.
    phase: state.name === 'closed' ? 'opening' : state.name,
    token: tokenOf(state),
    editable: editable(state),
    save: saveStateOf(state),
    unsaved: unsaved(state),
  };
}

/** Whether this person could write here and no longer can, but may still read the part. */
export function writingHasEnded(state: State): boolean {
  return 'granted' in state && state.granted && saveStateOf(state) === 'ended';
}

function tokenOf(state: State): string | null {
  switch (state.name) {
    case 'opening':
    case 'open':
      return state.authenticated && state.granted ? holdBackOf(state.refusals) : null;
    case 'stopped':
    case 'gone':
      return state.token;
    case 'closed':
      return null;
  }
}

function saveStateOf(state: State): SaveState {
  switch (state.name) {
    case 'opening':
    case 'open':
      return progressOf(state);
    case 'stopped':
    case 'gone':
      return 'ended';
    case 'closed':
      return 'opening';
  }
}

function progressOf(state: Opening | Open): SaveState {
  if (state.line !== 'live') return state.name === 'opening' && !unsaved(state) ? 'opening' : 'offline';
  if (!state.granted) return 'reading';
  if (!editable(state)) return 'ended';
  if (unsaved(state)) return 'saving';
  return state.account.settled ? 'saved' : 'opening';
}
