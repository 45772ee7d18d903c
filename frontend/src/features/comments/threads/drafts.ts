import { useCallback, useSyncExternalStore } from 'react';
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
const drafts = new Map<string, Draft>();
const listeners = new Set<() => void>();

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

function changed(): void {
  const unsent = [...drafts.values()].some((draft) => draft.text.trim() !== '');
  if (unsent) window.addEventListener('beforeunload', warn);
  else window.removeEventListener('beforeunload', warn);
  for (const listener of listeners) listener();
}

export function setDraft(key: string, draft: Draft | null): void {
  if (draft) drafts.set(key, draft);
  else drafts.delete(key);
  changed();
}

export function draftOf(key: string): Draft | null {
  return drafts.get(key) ?? null;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** One draft, and a way to change it. The key names the writer and the part, so that nobody meets another's words. */
export function useDraft(key: string): [Draft | null, (draft: Draft | null) => void] {
  const draft = useSyncExternalStore(subscribe, () => draftOf(key));
  const set = useCallback((next: Draft | null) => setDraft(key, next), [key]);
  return [draft, set];
}
