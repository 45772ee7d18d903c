import { useCallback } from 'react';
import { askWhile } from '../../../state/leaving';
import { readableParts } from '../../../state/readableParts';
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

readableParts.subscribe(forgetQuotes);

/** Of a part that may no longer be read only the reader's own words are kept, not those that they were about. */
function forgetQuotes(): void {
  const { reader, parts } = readableParts.read();
  for (const [key, draft] of drafts.read()) {
    const [writer, part = ''] = key.split(' ');
    if (writer !== reader || parts.has(part) || !draft.quoted) continue;
    setDraft(key, draft.text.trim() === '' ? null : { ...draft, quoted: null });
  }
}

/** The key of a draft: people never share one, nor do parts. */
export function draftKey(writer: string, part: string, thread: string): string {
  return `${writer} ${part} ${thread}`;
}

export const allDrafts = drafts.read;

export function setDraft(key: string, draft: Draft | null): void {
  const next = new Map(drafts.read());
  if (draft) next.set(key, draft);
  else next.delete(key);
  drafts.replace(next);
}

/** One draft and its setter. */
export function useDraft(key: string): [Draft | null, (draft: Draft | null) => void] {
  const draft = useCell(drafts).get(key) ?? null;
  const set = useCallback((next: Draft | null) => setDraft(key, next), [key]);
  return [draft, set];
}
