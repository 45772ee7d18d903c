import type { Unwritten } from '../../state/unwritten';
import type { SaveState } from '../document/documentState';
import type { HeldLink } from './heldDocuments';

/** The save state of the whole page for the save line; null when there is nothing that could be saved. */
export function overallSave(connection: string, held: readonly HeldLink[]): SaveState | null {
  if (connection === 'stopped') return 'ended';
  if (connection === 'offline') return 'offline';
  if (held.some(({ link }) => link.isStuck)) return 'stuck';
  if (held.some(({ link }) => link.hasUnsavedEdits)) return 'saving';
  const entered = held.filter(({ enter }) => enter > 0).map(({ link }) => link);
  // Takes precedence over the state of other documents: the user is looking at a document that no longer accepts edits.
  if (entered.some((link) => link.writingHasEnded)) return 'ended';
  const saves = entered.filter(({ state }) => state.editable).map(({ state }) => state.save);
  if (saves.includes('opening')) return 'opening';
  return saves.includes('saved') ? 'saved' : null;
}

/** The same, knowing of what stands in a control and in no document yet: that is not saved, whatever the documents say. */
export function withUnwritten(overall: SaveState | null, what: Unwritten | null): SaveState | null {
  if (what === null || !(overall === null || overall === 'saved' || overall === 'saving')) return overall;
  return what === 'typing' ? 'saving' : 'unfinished';
}
