import type { SaveState } from '../document/documentState';
import type { HeldLink } from './heldDocuments';

/** What the save line says of the whole page; null when nothing here is there to be saved. */
export function overallSave(connection: string, held: readonly HeldLink[]): SaveState | null {
  if (connection === 'stopped') return 'ended';
  if (connection === 'offline') return 'offline';
  if (held.some(({ link }) => link.hasUnsavedEdits)) return 'saving';
  const entered = held.filter(({ enter }) => enter > 0).map(({ link }) => link);
  // Said before what else is saved: it is what the writer on the screen must know.
  if (entered.some((link) => link.writingHasEnded)) return 'ended';
  const saves = entered.filter(({ state }) => state.editable).map(({ state }) => state.save);
  if (saves.includes('opening')) return 'opening';
  return saves.includes('saved') ? 'saved' : null;
}
