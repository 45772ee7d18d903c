import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { askWhile } from '../../../state/leaving';
import { readableParts } from '../../../state/readableParts';
import { StateCell } from '../../../state/stateCell';
import type { Quoted } from '../quotes/anchor';
import { addedWords } from '../suggestions/difference';

/**
 * An unsent comment. `quoted` is null for a reply or a comment on the whole part; `original` are the stored words of a
 * comment that is being edited, or those that a suggestion would replace. `assisted`: the session in which they are the owner's words; null: one's own.
 */
export interface Draft {
  text: string;
  quoted: Quoted | null;
  original?: string;
  assisted?: string | null;
  /** Of a suggestion: the field that it is about, whose value then is `original`. */
  field?: string;
  /** Of a suggestion that is typed in the text: `taken` letters of `original` after the first `skip` make room for it. */
  inText?: { skip: number; taken: number };
}

/** The id of the new, unsent thread, which has a card in the margin like the others. */
export const NEW = 'new';

/** The id of the new, unsent suggestion, which has one too. */
export const NEW_SUGGESTION = 'new-suggestion';

/** Stands for a thread in the key of what was typed about a field, while another one is written about. */
export function waitingFor(field: string): string {
  return `${NEW_SUGGESTION}/${field}`;
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
    const [writer, part = '', thread = ''] = key.split(' ');
    if (writer !== reader || parts.has(part)) continue;
    if (thread.startsWith(NEW_SUGGESTION)) setDraft(key, withoutTheirs(draft));
    else if (draft.quoted) setDraft(key, draft.text.trim() === '' ? null : { ...draft, quoted: null });
  }
}

/** A suggestion begins with the words that it is about: only what was added to them is its writer's own. */
function withoutTheirs({ text, original = '', assisted }: Draft): Draft | null {
  const own = addedWords(original, text);
  return own === '' ? null : { text: own, quoted: null, ...(assisted === undefined ? {} : { assisted }) };
}

/** The key of a draft: people never share one, nor do parts. */
export function draftKey(writer: string, part: string, thread: string): string {
  return `${writer} ${part} ${thread}`;
}

export const allDrafts = drafts.read;

export const onDrafts = drafts.subscribe;

export function setDraft(key: string, draft: Draft | null): void {
  const next = new Map(drafts.read());
  if (draft) next.set(key, draft);
  else next.delete(key);
  drafts.replace(next);
}

/** One draft and its setter. Only this draft's changes render again, however many others are watched. */
export function useDraft(key: string): [Draft | null, (draft: Draft | null) => void] {
  const draft = useSyncExternalStore(drafts.subscribe, () => drafts.read().get(key) ?? null);
  const set = useCallback((next: Draft | null) => setDraft(key, next), [key]);
  return [draft, set];
}

/** Whether something is written under this key, and on which words; its own letters do not render again. */
export function useDraftAbout(key: string): Pick<Draft, 'quoted' | 'inText'> | null {
  const exists = useSyncExternalStore(drafts.subscribe, () => drafts.read().has(key));
  const quoted = useSyncExternalStore(drafts.subscribe, () => drafts.read().get(key)?.quoted ?? null);
  const inText = useSyncExternalStore(drafts.subscribe, () => drafts.read().get(key)?.inText);
  return useMemo(() => (exists ? { quoted, ...(inText && { inText }) } : null), [exists, quoted, inText]);
}

const EDIT = 'edit ';

/** What stands for a thread in the key under which the words of a comment are edited. */
export function editing(comment: string): string {
  return `${EDIT}${comment}`;
}

/** The keys of what `writer` has begun to write in a part. */
function useKeysOf(writer: string, part: string): readonly string[] {
  const prefix = draftKey(writer, part, '');
  const listed = useSyncExternalStore(drafts.subscribe, () =>
    [...drafts.read().keys()].filter((key) => key.startsWith(prefix)).join('\n'),
  );
  return useMemo(() => (listed === '' ? [] : listed.split('\n')), [listed]);
}

/** The ids of the comments of a part that `writer` is answering or editing. */
export function useWrittenOn(writer: string, part: string): readonly string[] {
  const keys = useKeysOf(writer, part);
  return useMemo(() => {
    const threads = keys.map((key) => key.slice(draftKey(writer, part, '').length));
    return threads
      .filter((thread) => thread !== NEW && !thread.startsWith(NEW_SUGGESTION))
      .map((thread) => (thread.startsWith(EDIT) ? thread.slice(EDIT.length) : thread));
  }, [keys, writer, part]);
}

/** What `writer` has begun to write in a part, as it is now. */
export function useTextsOf(writer: string, part: string): readonly string[] {
  const texts = useKeysOf(writer, part).map((key) => drafts.read().get(key)?.text.trim() ?? '');
  return [...new Set(texts.filter((text) => text !== ''))];
}
