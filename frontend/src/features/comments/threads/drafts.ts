import { useCallback } from 'react';
import { askWhile } from '../../../state/leaving';
import { StateCell } from '../../../state/stateCell';
import { useCell } from '../../../state/useCell';
import type { Quoted } from '../quotes/anchor';

/** What somebody has begun to write. `quoted` null: about the whole part, or a reply. */
export interface Draft {
  text: string;
  quoted: Quoted | null;
}

/**
 * Drafts live outside the components, so that going to another part, a narrower window or a failed sending
 * loses none. They are kept in this page only: the plan leaves nothing behind in the browser.
 */
const drafts = new StateCell<ReadonlyMap<string, Draft>>(new Map());
askWhile(drafts, (all) => [...all.values()].some(({ text }) => text.trim() !== ''));

export function setDraft(key: string, draft: Draft | null): void {
  const next = new Map(drafts.read());
  if (draft) next.set(key, draft);
  else next.delete(key);
  drafts.replace(next);
}

export function draftOf(key: string): Draft | null {
  return drafts.read().get(key) ?? null;
}

/** One draft, and a way to change it. The key names the writer and the part, so that nobody meets another's words. */
export function useDraft(key: string): [Draft | null, (draft: Draft | null) => void] {
  const draft = useCell(drafts).get(key) ?? null;
  const set = useCallback((next: Draft | null) => setDraft(key, next), [key]);
  return [draft, set];
}
