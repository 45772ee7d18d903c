import type { Editor } from '@tiptap/core';
import { useCallback, useMemo, useRef, useState } from 'react';
import type * as Y from 'yjs';
import { isProblem, useAssisted } from '../../../api';
import { othersWhoSee } from '../../../domain/people';
import type { CommentView, PartView, PlanView } from '../../../domain/types';
import { makeAnchor } from '../quotes/anchor';
import { readFlatText } from '../quotes/flatText';
import { type Suggested, useSuggested } from '../suggestions/useSuggested';
import { allDrafts, draftKey, NEW, setDraft, useDraftAbout, useWrittenOn } from '../threads/drafts';
import { gatherThreads, isWrittenIn, type Thread, withWrittenIn, wordlessThread } from '../threads/threads';
import { useComments } from '../threads/useComments';
import type { Kinds, QuotePlaces } from '../words/quotePlaces';
import {
  type Selected,
  useKinds,
  useQuotePlaces,
  useQuotesOf,
  useSelectedWords,
  useShownWords,
  useWordsPlugin,
} from '../words/useCommentedWords';
import { clearSelection } from './clearSelection';
import { showWords } from './showWords';

/** A request to focus a thread. `turn` distinguishes repeated requests for the same thread. */
interface FocusRequest {
  thread: string;
  turn: number;
}

/** What every card needs; the same object as long as nothing of it changes, so that cards need not be rendered again. */
export interface CardTools {
  plan: PlanView;
  part: PartView;
  /** Null until it is there. */
  doc: Y.Doc | null;
  mayComment: boolean;
  /** The session in which this reader writes what the owner says. */
  assisted: string | null;
  draftKey: (thread: string) => string;
  setActive: (thread: string | null) => void;
  /** Move the keyboard focus to a thread. */
  goTo: (thread: string) => void;
  /** Scroll the quoted text of a thread into view and place the caret in it. */
  showWords: (thread: string) => void;
  /** Leave a new thread that was not sent. */
  backToText: () => void;
  /** Announce an event to screen readers. */
  announce: (text: string) => void;
}

export interface Margin {
  tools: CardTools;
  editor: Editor | null;
  editable: boolean;
  /** Whether the comments are known, and if not, why. */
  state: 'loading' | 'offline' | 'failed' | 'known';
  retry: () => void;
  /** Threads in reading order: those on the whole part first, then by the offset of their quotes. */
  open: readonly Thread[];
  resolved: readonly Thread[];
  places: QuotePlaces | null;
  kinds: Kinds;
  active: string | null;
  focusRequest: FocusRequest | null;
  /** The selection, when it can be commented on. */
  selected: Selected | null;
  /** Whether a new thread is being written. */
  drafting: boolean;
  /** Nobody else sees the part, so nobody can answer. */
  alone: boolean;
  startOnSelection: () => void;
  startOnPart: () => void;
  /** The suggestions to the part, and how one is begun. */
  suggested: Suggested;
}

const NO_COMMENTS: readonly CommentView[] = [];

/** Sorted by the offset of their quotes; threads without a match first, in input order. */
function inReadingOrder(threads: readonly Thread[], kinds: Kinds): Thread[] {
  const rank = new Map([...kinds.keys()].map((id, index) => [id, index]));
  return [...threads].sort((a, b) => (rank.get(a.id) ?? -1) - (rank.get(b.id) ?? -1));
}

function useThreads(plan: PlanView, part: PartView, comments: readonly CommentView[] | undefined) {
  const written = useWrittenOn(plan.me, part.id);
  const known = useRef<Thread[]>([]);
  const threads = useMemo(() => {
    known.current = gatherThreads(comments ?? NO_COMMENTS, known.current);
    return known.current;
  }, [comments]);
  return useMemo(() => {
    const all = comments ? withWrittenIn(threads, written) : threads;
    // One that somebody is writing in stays where it is, also when others say that it is done.
    const open = all.filter((thread) => !thread.resolved || isWrittenIn(thread, written));
    return { open, resolved: all.filter((thread) => !open.includes(thread)) };
  }, [threads, written, comments]);
}

/** Threads whose quotes are searched for: the open ones, the new one, and a resolved one while it is active. */
function useQuoted(
  open: readonly Thread[],
  resolved: readonly Thread[],
  suggested: readonly Thread[],
  tools: CardTools,
  active: string | null,
) {
  const draft = useDraftAbout(tools.draftKey(NEW));
  const quoted = draft?.quoted ?? null;
  const threads = useMemo(() => {
    const shown = [...open, ...suggested, ...resolved.filter(({ id }) => id === active)];
    return quoted ? [...shown, wordlessThread(NEW, quoted)] : shown;
  }, [open, resolved, suggested, active, quoted]);
  return { threads, drafting: draft !== null };
}

function useStart(doc: Y.Doc | null, { draftKey: keyOf, goTo }: CardTools, editor: Editor | null) {
  const start = (selected: Selected | null) => {
    const quoted = doc && selected && makeAnchor(readFlatText(doc.getXmlFragment('body')), selected);
    const text = allDrafts().get(keyOf(NEW))?.text ?? '';
    if (quoted || !selected) setDraft(keyOf(NEW), { text, quoted });
    // The words are marked from here on; the selection would only keep offering to comment on them.
    if (quoted) clearSelection(editor);
    goTo(NEW);
  };
  return start;
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

function useTools(
  plan: PlanView,
  part: PartView,
  { editor, doc }: Pick<MarginOf, 'editor' | 'doc'>,
  assisted: string | null,
  acts: Pick<CardTools, 'setActive' | 'goTo' | 'announce'>,
): CardTools {
  const { setActive, goTo, announce } = acts;
  return useMemo(
    () => ({
      plan,
      part,
      doc,
      mayComment: part.level !== 'read' || assisted !== null,
      assisted,
      draftKey: (thread) => draftKey(plan.me, part.id, thread),
      setActive,
      goTo,
      announce,
      showWords: (thread) => editor && showWords(editor, thread),
      backToText: () => {
        setActive(null);
        editor?.commands.focus(null, { scrollIntoView: false });
      },
    }),
    [plan, part, doc, editor, assisted, setActive, goTo, announce],
  );
}

function stateOf({ data, isError, error, fetchStatus }: ReturnType<typeof useComments>): Margin['state'] {
  if (data) return 'known';
  if (isProblem(error, 'offline') || fetchStatus === 'paused') return 'offline';
  return isError ? 'failed' : 'loading';
}

interface MarginOf {
  plan: PlanView;
  part: PartView;
  editor: Editor | null;
  doc: Y.Doc | null;
  announce: (text: string) => void;
}

/** State and actions of the margin, shared by the column and the sheet. */
export function useMargin({ plan, part, editor, doc, announce }: MarginOf): Margin {
  const query = useComments(part.id);
  const { active, setActive, focusRequest, goTo } = useActiveThread();
  const assisted = useAssisted(plan).data?.running?.id ?? null;
  const tools = useTools(plan, part, { editor, doc }, assisted, { setActive, goTo, announce });
  const { open, resolved } = useThreads(plan, part, query.data);
  const suggested = useSuggested(part, doc, editor, tools);
  const { threads, drafting } = useQuoted(open, resolved, suggested.quoted, tools, active);
  const [editable, setEditable] = useState(false);
  const selected = useSelectedWords(editor);
  const start = useStart(doc, tools, editor);
  const places = useQuotePlaces(doc);
  const kinds = useKinds(places);
  useWordsPlugin(editor, {
    onThread: (thread, keyboard) => (keyboard ? goTo(thread) : setActive(thread)),
    onElsewhere: () => active && !allDrafts().has(tools.draftKey(active)) && setActive(null),
    onNew: () => tools.mayComment && start(selected),
    onEditable: setEditable,
  });
  useShownWords(editor, places, { active, editable, changes: suggested.changes });
  useQuotesOf(places, threads);
  return {
    tools,
    editor,
    editable,
    state: stateOf(query),
    retry: () => void query.refetch(),
    open: useMemo(() => inReadingOrder(open, kinds), [open, kinds]),
    resolved,
    places,
    kinds,
    active,
    focusRequest,
    selected: tools.mayComment ? selected : null,
    drafting,
    alone: othersWhoSee(plan, part).length === 0,
    startOnSelection: () => start(selected),
    startOnPart: () => start(null),
    suggested,
  };
}
