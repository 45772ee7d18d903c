import { useEffect, useMemo, useState } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import type { PartView, Writer } from '../../domain/types';
import { StateCell } from '../../state/stateCell';
import { useCell } from '../../state/useCell';
import type { Purpose } from '../connection/heldDocuments';
import type { ConnectionState } from '../connection/planConnection';
import { type DocumentState, OPENING, type SaveState } from '../document/documentState';
import type { DocumentLink } from '../document/link';
import { type RefusedText, RefusedTexts } from '../document/refusedTexts';
import { usePlanConnection } from './PlanSync';

/** What holds before there is a connection. */
const NOTHING_OPEN = new StateCell<DocumentState>(OPENING);
const CONNECTING = new StateCell<ConnectionState>({ phase: 'connecting', token: null });
const NOTHING_TO_SAVE = new StateCell<{ overall: SaveState | null }>({ overall: null });
const NO_TEXTS = new RefusedTexts();

/** Hold a document open while the component is on the screen. */
export function useDocument(name: string, purpose: Purpose = 'watch'): DocumentState {
  const connection = usePlanConnection();
  const [held, setHeld] = useState<DocumentLink | null>(null);
  useEffect(() => {
    if (!connection) return;
    setHeld(connection.hold(name, purpose));
    return () => {
      setHeld(null);
      connection.release(name, purpose);
    };
  }, [connection, name, purpose]);
  // For one render after a change of name the old document is still held: it must not show under the new name.
  const link = held?.name === name ? held : null;
  return useCell(link?.cell ?? NOTHING_OPEN);
}

/** Hold the part that the screen shows: others see that one is in it. */
export function usePart(part: PartView): DocumentState {
  return useDocument(part.document, 'enter');
}

/** Whether this page has a connection, is coming back, or has been stopped for good. */
export function useConnection(): ConnectionState & { connectNow: () => void } {
  const connection = usePlanConnection();
  const state = useCell(connection?.cell ?? CONNECTING);
  return useMemo(() => ({ ...state, connectNow: () => connection?.connectNow() }), [state, connection]);
}

/**
 * One truth for the whole page: `offline` or `ended` for all, else `saving` while any part has words under way,
 * `saved` when a part that may be written is open, and null when there is nothing to save.
 */
export function useOverallSave(): SaveState | null {
  return useCell(usePlanConnection()?.saves ?? NOTHING_TO_SAVE).overall;
}

/** Words that could not be saved, and how to let go of them. */
export function useRefusedTexts(): { texts: readonly RefusedText[]; forget: (id: number) => void } {
  const connection = usePlanConnection();
  const { all } = useCell(connection?.refusedTexts ?? NO_TEXTS);
  return useMemo(
    () => ({ texts: all, forget: (id) => connection?.refusedTexts.forget(id) }),
    [all, connection],
  );
}

/** Everybody else whose presence this document carries, once each, in a stable order. */
export function useWriters(awareness: Awareness | null, me: string): Writer[] {
  const [writers, setWriters] = useState<Writer[]>([]);
  useEffect(() => {
    if (!awareness) {
      setWriters([]);
      return;
    }
    const update = () => setWriters((before) => sameOrNew(before, writersOf(awareness, me)));
    update();
    awareness.on('change', update);
    return () => awareness.off('change', update);
  }, [awareness, me]);
  return writers;
}

/** Who else is in this plan right now. */
export function useChannelPresence(channel: string, me: string): Writer[] {
  return useWriters(useDocument(channel).awareness, me);
}

export function writersOf(awareness: Awareness, me: string): Writer[] {
  const writers = new Map<string, Writer>();
  for (const [client, state] of awareness.getStates()) {
    const user: Partial<Writer> | undefined = state.user;
    if (client === awareness.clientID || !user?.id || !user.name || user.id === me) continue;
    writers.set(user.id, user as Writer);
  }
  return [...writers.values()].sort((one, other) => one.name.localeCompare(other.name, 'nb'));
}

/** A caret that moves is no news: keep the list itself unless somebody came or went. */
function sameOrNew(before: Writer[], now: Writer[]): Writer[] {
  const same = before.length === now.length && before.every((writer, at) => writer.id === now[at]?.id);
  return same ? before : now;
}
