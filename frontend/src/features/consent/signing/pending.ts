import { useCallback, useSyncExternalStore } from 'react';
import type { Change } from './changes';

/** Chosen, not yet signed, per plan. Kept outside the components so that a look at a part does not lose them. */
const pending = new Map<string, readonly Change[]>();
const listeners = new Set<() => void>();
const NONE: readonly Change[] = [];

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

function set(plan: string, changes: readonly Change[]): void {
  if (changes.length > 0) pending.set(plan, changes);
  else pending.delete(plan);
  if (pending.size > 0) window.addEventListener('beforeunload', warn);
  else window.removeEventListener('beforeunload', warn);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The unsigned changes of one signer in one plan, and a way to replace them. */
export function usePending(key: string): [readonly Change[], (changes: readonly Change[]) => void] {
  const changes = useSyncExternalStore(subscribe, () => pending.get(key) ?? NONE);
  return [changes, useCallback((next: readonly Change[]) => set(key, next), [key])];
}
