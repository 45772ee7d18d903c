import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';

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
}

export const OPENING: DocumentState = {
  phase: 'opening',
  token: null,
  doc: null,
  awareness: null,
  editable: false,
  save: 'opening',
};

/** What a document-level refusal means for the page. Unknown tokens stop: coming back might never end. */
export function consequenceOf(token: string): 'gone' | 'discard' | 'reopen' | 'stop' {
  switch (token) {
    case 'consent-withdrawn':
    case 'not-found':
      return 'gone';
    case 'refused':
    case 'malformed':
    case 'too-large':
      return 'discard';
    case 'slow-consumer':
    case 'overloaded':
    case 'going-down':
      return 'reopen';
    default:
      return 'stop';
  }
}

/** What is known of a document's saving beside its state. */
interface Progress {
  online: boolean;
  edited: boolean;
  settled: boolean;
}

export function saveStateOf(state: DocumentState, { online, edited, settled }: Progress): SaveState {
  const { phase, editable, token } = state;
  if (phase === 'gone' || phase === 'stopped') return 'ended';
  if (!online) return phase === 'opening' && !edited ? 'opening' : 'offline';
  if (!editable) return token === null ? 'reading' : 'ended';
  if (settled) return 'saved';
  return edited ? 'saving' : 'opening';
}
