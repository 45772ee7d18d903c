import { useCallback } from 'react';
import { askWhile } from '../../../state/leaving';
import { StateCell } from '../../../state/stateCell';
import { useCell } from '../../../state/useCell';
import type { Quoted } from '../quotes/anchor';

/**
 * An unsent comment. `quoted` is null for a reply or a comment on the whole part; `original` are the stored words of a
 * comment that is being edited.
 */
export interface Draft {
  text: string;
  quoted: Quoted | null;
  original?: string;
}

/**
 * Drafts are stored outside the components, so that they survive navigation to another part, a change of layout and
 * a failed request. They are kept in memory only: no plan content is stored in the browser.
 */
const drafts = new StateCell<ReadonlyMap<string, Draft>>(new Map());
askWhile(drafts, (all) => [...all.values()].some(({ text, original = '' }) => text.trim() !== original));

export function setDraft(key: string, draft: Draft | null): void {
  const next = new Map(drafts.read());
  if (draft) next.set(key, draft);
  else next.delete(key);
  drafts.replace(next);
}

/** One draft and its setter. The key contains the person and the part, so that people never share a draft. */
export function useDraft(key: string): [Draft | null, (draft: Draft | null) => void] {
  const draft = useCell(drafts).get(key) ?? null;
  const set = useCallback((next: Draft | null) => setDraft(key, next), [key]);
  return [draft, set];
}
