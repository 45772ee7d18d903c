import { useCallback } from 'react';
import { askWhile } from '../../../state/leaving';
import { StateCell } from '../../../state/stateCell';
import { useCell } from '../../../state/useCell';
import type { Change } from './changes';

/** The unsigned changes per plan, kept outside the components so that they survive a visit to a part. */
const pending = new StateCell<ReadonlyMap<string, readonly Change[]>>(new Map());
const NONE: readonly Change[] = [];
askWhile(pending, (all) => all.size > 0);

function set(plan: string, changes: readonly Change[]): void {
  const next = new Map(pending.read());
  if (changes.length > 0) next.set(plan, changes);
  else next.delete(plan);
  pending.replace(next);
}

/** The unsigned changes of one signer in one plan, and a way to replace them. */
export function usePending(key: string): [readonly Change[], (changes: readonly Change[]) => void] {
  const changes = useCell(pending).get(key) ?? NONE;
  return [changes, useCallback((next: readonly Change[]) => set(key, next), [key])];
}
