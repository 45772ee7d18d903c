import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import { inNorwegianOrder } from '../../domain/alphabet';
import type { PartView, Writer } from '../../domain/types';
import { StateCell } from '../../state/stateCell';
import { unwritten } from '../../state/unwritten';
import { useCell } from '../../state/useCell';
import type { Purpose } from '../connection/heldDocuments';
import { withUnwritten } from '../connection/overallSave';
import type { ConnectionState } from '../connection/planConnection';
import { type DocumentState, OPENING, type SaveState } from '../document/documentState';
import type { DocumentLink } from '../document/link';
import { type RefusedText, RefusedTexts } from '../document/refusedTexts';
import { usePlanConnection } from './PlanSync';

/** Values used before there is a connection. */
const NOTHING_OPEN = new StateCell<DocumentState>(OPENING);
const CONNECTING = new StateCell<ConnectionState>({ phase: 'connecting', token: null, failures: 0 });
const NOTHING_TO_SAVE = new StateCell<{ overall: SaveState | null }>({ overall: null });
const NO_TEXTS = new RefusedTexts();

/** Keep a document open while the component is mounted. */
export function useDocument(name: string, purpose: Purpose = 'watch'): DocumentState {
  return useCell(useOpen(name, purpose));
}

function useOpen(name: string, purpose: Purpose): StateCell<DocumentState> {
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
  // For one render after `name` changes the old document is still held; it must not be shown under the new name.
  const link = held?.name === name ? held : null;
  return link?.cell ?? NOTHING_OPEN;
}

/** What the page of a part shows. That it is being saved changes with every letter: only `live` says that. */
export interface PartState extends Omit<DocumentState, 'save' | 'unsaved'> {
  live: StateCell<DocumentState>;
}

/**
 * Open the part that is on the screen; others see this person in its awareness. Being saved renders nothing of the
 * page: it was half of what a letter cost.
 */
export function usePart(part: PartView): PartState {
  const live = useOpen(part.document, 'enter');
  const last = useRef<PartState | null>(null);
  return useSyncExternalStore(live.subscribe, () => {
    const { phase, token, doc, awareness, editable } = live.read();
    const next = { phase, token, doc, awareness, editable, live };
    const same = last.current && SHOWN.every((key) => last.current?.[key] === next[key]);
    if (!same) last.current = next;
    return last.current ?? next;
  });
}

const SHOWN = ['phase', 'token', 'doc', 'awareness', 'editable', 'live'] as const;

/** Whether this page is connected, reconnecting, or stopped for good. */
export function useConnection(): ConnectionState & { connectNow: () => void } {
  const connection = usePlanConnection();
  const state = useCell(connection?.cell ?? CONNECTING);
  return useMemo(() => ({ ...state, connectNow: () => connection?.connectNow() }), [state, connection]);
}

/**
 * The save state of the whole page: `offline` or `ended` for all, else `saving` while any part has unacknowledged
 * edits or a control holds what it has not written, `unfinished` while one cannot, `saved` when an editable part is
 * open, and null when there is nothing to save.
 */
export function useOverallSave(): SaveState | null {
  const { overall } = useCell(usePlanConnection()?.saves ?? NOTHING_TO_SAVE);
  return withUnwritten(overall, useCell(unwritten).what);
}

/** Text that could not be saved, and a function that dismisses it. */
export function useRefusedTexts(): { texts: readonly RefusedText[]; dismiss: (id: number) => void } {
  const connection = usePlanConnection();
  const { all } = useCell(connection?.refusedTexts ?? NO_TEXTS);
  return useMemo(
    () => ({ texts: all, dismiss: (id) => connection?.refusedTexts.dismiss(id) }),
    [all, connection],
  );
}

/** The other people in this document's awareness, once each, sorted by name. */
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

/** The other people who are in this plan now. */
export function useChannelPresence(channel: string, me: string): Writer[] {
  return useWriters(useDocument(channel).awareness, me);
}

function writersOf(awareness: Awareness, me: string): Writer[] {
  const writers = new Map<string, Writer>();
  for (const [client, state] of awareness.getStates()) {
    const user: Partial<Writer> | undefined = state.user;
    if (client === awareness.clientID || !user?.id || !user.name || user.id === me) continue;
    writers.set(user.id, user as Writer);
  }
  return [...writers.values()].sort((one, other) => inNorwegianOrder(one.name, other.name));
}

/** Keep the same array unless somebody joined or left, so that caret moves cause no render. */
function sameOrNew(before: Writer[], now: Writer[]): Writer[] {
  const same = before.length === now.length && before.every((writer, at) => writer.id === now[at]?.id);
  return same ? before : now;
}
