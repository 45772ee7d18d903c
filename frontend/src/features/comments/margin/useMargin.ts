import type { Editor } from '@tiptap/core';
import { useCallback, useMemo, useState } from 'react';
import type * as Y from 'yjs';
import type { PartView, PlanView } from '../../../domain/types';
import { makeAnchor, offsetOfMatch, type Quoted, type QuoteMatch } from '../quotes/anchor';
import { readFlatText } from '../quotes/flatText';
import { type Draft, draftKey, useDraft } from '../threads/drafts';
import { gatherThreads, type Thread } from '../threads/threads';
import { useComments } from '../threads/useComments';
import {
  type Selected,
  useQuoteMatches,
  useSelectedWords,
  useShownWords,
  useWordsPlugin,
} from '../words/useCommentedWords';

/** The id of the new, unsent thread, which has a card in the margin like the others. */
export const NEW = 'new';

/** A request to focus a thread. `turn` distinguishes repeated requests for the same thread. */
interface FocusRequest {
  thread: string;
  turn: number;
}

export interface Margin {
  plan: PlanView;
  part: PartView;
  editor: Editor | null;
  mayComment: boolean;
  loading: boolean;
  failed: boolean;
  retry: () => void;
  /** Threads in reading order: those on the whole part first, then by the offset of their quotes. */
  open: Thread[];
  resolved: Thread[];
  matches: ReadonlyMap<string, QuoteMatch>;
  active: string | null;
  setActive: (thread: string | null) => void;
  /** The selection, when it can be commented on. */
  selected: Selected | null;
  draft: Draft | null;
  setDraft: (draft: Draft | null) => void;
  draftKey: (thread: string) => string;
  startOnSelection: () => void;
  startOnPart: () => void;
  /** The last request to move the keyboard focus to a thread. */
  focusRequest: FocusRequest | null;
  goTo: (thread: string) => void;
  /** Scroll the quoted text of a thread into view and place the caret in it. */
  showWords: (thread: string) => void;
}

function draftThread(draft: Draft): Thread {
  const opening = {
    id: NEW,
    author: { id: '', name: '', role: 'other' as const },
    created_at: '',
    text: '',
    reply_to: null,
    anchor: draft.quoted?.anchor ?? null,
    quote: draft.quoted?.quote ?? '',
    quote_gone: false,
    resolved_at: null,
    resolved_by: null,
    edited_at: null,
    removed_at: null,
    removed_by: null,
  };
  const { anchor, quote } = draft.quoted ?? { anchor: null, quote: '' };
  return { id: NEW, opening, replies: [], anchor, quote, resolved: false };
}

/** Sorted by the offset of their quotes; threads without a match first, in input order. */
function inReadingOrder(threads: readonly Thread[], matches: ReadonlyMap<string, QuoteMatch>): Thread[] {
  const position = ({ id }: Thread) => offsetOfMatch(matches.get(id)) ?? -1;
  return [...threads].sort((a, b) => position(a) - position(b));
}

/** Threads whose quotes are searched for: the open ones, the new one, and a resolved one while it is active. */
function useShownThreads(threads: Thread[], draft: Draft | null, active: string | null): Thread[] {
  return useMemo(() => {
    const shown = threads.filter((thread) => !thread.resolved || thread.id === active);
    return draft?.quoted ? [...shown, draftThread(draft)] : shown;
  }, [threads, draft, active]);
}

function useNewThread(plan: PlanView, part: PartView, doc: Y.Doc | null, goTo: (thread: string) => void) {
  const [draft, setDraft] = useDraft(draftKey(plan.me, part.id, NEW));
  const start = (quoted: Quoted | null) => setDraft({ text: draft?.text ?? '', quoted });
  const startOnPart = () => {
    start(null);
    goTo(NEW);
  };
  const startOn = (selected: Selected | null) => {
    const quoted = doc && selected && makeAnchor(readFlatText(doc.getXmlFragment('body')), selected);
    if (quoted) start(quoted);
    goTo(NEW);
  };
  return { draft, setDraft, startOnPart, startOn };
}

/** The active thread, and the last focus request. */
function useActiveThread() {
  const [active, setActive] = useState<string | null>(null);
  const [focusRequest, setFocusRequest] = useState<FocusRequest | null>(null);
  const goTo = useCallback((thread: string) => {
    setActive(thread);
    setFocusRequest((last) => ({ thread, turn: (last?.turn ?? 0) + 1 }));
  }, []);
  return { active, setActive, focusRequest, goTo };
}

function loadState(query: ReturnType<typeof useComments>) {
  return {
    loading: query.isPending,
    failed: query.isError && !query.data,
    retry: () => void query.refetch(),
  };
}

/** State and actions of the margin, shared by the column and the sheet. */
export function useMargin(plan: PlanView, part: PartView, editor: Editor | null, doc: Y.Doc | null): Margin {
  const query = useComments(part.id);
  const threads = useMemo(() => gatherThreads(query.data ?? []), [query.data]);
  const { active, setActive, focusRequest, goTo } = useActiveThread();
  const selected = useSelectedWords(editor);
  const mayComment = part.level === 'comment' || part.level === 'edit';
  const { draft, setDraft, startOnPart, startOn } = useNewThread(plan, part, doc, goTo);
  const startOnSelection = () => startOn(selected);
  const shown = useShownThreads(threads, draft, active);
  const matches = useQuoteMatches(doc, shown);
  useWordsPlugin(editor, {
    onThread: (thread, keyboard) => (keyboard ? goTo(thread) : setActive(thread)),
    onNew: () => {
      if (mayComment) (selected ? startOnSelection : startOnPart)();
    },
  });
  useShownWords(editor, matches, active);

  return {
    plan,
    part,
    editor,
    mayComment,
    ...loadState(query),
    open: inReadingOrder(threads, matches).filter((thread) => !thread.resolved),
    resolved: threads.filter((thread) => thread.resolved),
    matches,
    active,
    setActive,
    selected: mayComment ? selected : null,
    draft,
    setDraft,
    draftKey: (thread) => draftKey(plan.me, part.id, thread),
    startOnSelection,
    startOnPart,
    focusRequest,
    goTo,
    showWords: (thread) => editor && showWords(editor, thread),
  };
}

function showWords(editor: Editor, thread: string): void {
  const words = editor.view.dom.querySelector<HTMLElement>(`[data-thread="${CSS.escape(thread)}"]`);
  if (!words) return;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  words.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' });
  if (editor.isEditable) {
    const at = editor.view.posAtDOM(words, 0);
    editor.chain().setTextSelection(at).focus(null, { scrollIntoView: false }).run();
  } else words.focus({ preventScroll: true });
}
