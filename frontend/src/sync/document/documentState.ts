import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { holdBackOf } from './refusals';
import { editable, type Open, type Opening, type State, unsaved } from './states';

/**
 * The one truth about saving that the page shows:
 * `opening` nothing known yet; `reading` this person may not write; `saving` on its way; `saved` acknowledged;
 * `offline` no connection, what is written goes out later; `ended` nothing more can be saved here.
 */
export type SaveState = 'opening' | 'reading' | 'saving' | 'saved' | 'offline' | 'ended';

/**
 * One open document. `gone`: it is no longer shared with this person, and every copy is dropped.
 * `stopped`: it cannot go on for the reason `token`; what is on the screen stays there. An open document with a
 * `token` is followed as before, but nothing more is written in it until its writer asks to (`writeAgain`).
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

/** What the page shows of a document in `state`; its copy comes beside it. */
export function shownOf(state: State): Omit<DocumentState, 'doc' | 'awareness'> {
  return {
    // What was let go of is shown as what the next connection will open.
    phase: state.name === 'closed' ? 'opening' : state.name,
    token: tokenOf(state),
    editable: editable(state),
    save: saveStateOf(state),
    unsaved: unsaved(state),
  };
}

/** Whether somebody who could write here no longer can, though the part is still theirs to read. */
export function writingHasEnded(state: State): boolean {
  return 'granted' in state && state.granted && saveStateOf(state) === 'ended';
}

function tokenOf(state: State): string | null {
  switch (state.name) {
    case 'opening':
    case 'open':
      return state.admitted && state.granted ? holdBackOf(state.refusals) : null;
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
