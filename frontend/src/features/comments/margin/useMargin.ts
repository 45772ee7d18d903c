import type { Editor } from '@tiptap/core';
import { useCallback, useMemo, useState } from 'react';
import type * as Y from 'yjs';
import type { PartView, PlanView } from '../../../domain/types';
import { makeAnchor, type Place } from '../quotes/anchor';
import { readFlatText } from '../quotes/flatText';
import { type Draft, useDraft } from '../threads/drafts';
import { gatherThreads, type Thread } from '../threads/threads';
import { useComments } from '../threads/useComments';
import {
  type Selected,
  usePlaces,
  useSelectedWords,
  useShownWords,
  useWordsPlugin,
} from '../words/useCommentedWords';

/** The thread that is being begun; it has a place in the margin like the others. */
export const NEW = 'new';

/** A thread somebody wants to go to. `turn` makes the same wish twice in a row two wishes. */
interface Wish {
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
  /** Threads in reading order: on the whole part first, then by the place of their words. */
  open: Thread[];
  resolved: Thread[];
  places: ReadonlyMap<string, Place>;
  active: string | null;
  setActive: (thread: string | null) => void;
  /** The words that are selected, while there is something to comment on. */
  selected: Selected | null;
  draft: Draft | null;
  setDraft: (draft: Draft | null) => void;
  draftKey: (thread: string) => string;
  startOnSelection: () => void;
  startOnPart: () => void;
  /** Where the keyboard focus is wanted. */
  wish: Wish | null;
  goTo: (thread: string) => void;
  /** Put the words of a thread in view and the caret on them. */
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
    resolved_at: null,
    resolved_by: null,
  };
  const { anchor, quote } = draft.quoted ?? { anchor: null, quote: '' };
  return { id: NEW, opening, replies: [], anchor, quote, resolved: false };
}

function offsetOf(place: Place | undefined): number {
  if (!place) return -1;
  return place.kind === 'changed' ? (place.near ?? -1) : place.start;
}

/** In the order of the words they stand on; those on no words first, as they came. */
function inReadingOrder(threads: readonly Thread[], places: ReadonlyMap<string, Place>): Thread[] {
  return [...threads].sort((a, b) => offsetOf(places.get(a.id)) - offsetOf(places.get(b.id)));
}

/** Threads whose words are looked for: the open ones, the one being begun, and a finished one while it is looked at. */
function useShownThreads(threads: Thread[], draft: Draft | null, active: string | null): Thread[] {
  return useMemo(() => {
    const shown = threads.filter((thread) => !thread.resolved || thread.id === active);
    return draft?.quoted ? [...shown, draftThread(draft)] : shown;
  }, [threads, draft, active]);
}

function useNewThread(plan: PlanView, part: PartView, doc: Y.Doc | null, selected: Selected | null) {
  const draftKey = useCallback((thread: string) => `${plan.me} ${part.id} ${thread}`, [plan.me, part.id]);
  const [draft, setDraft] = useDraft(draftKey(NEW));
  const startOnPart = useCallback(
    () => setDraft({ text: draft?.text ?? '', quoted: null }),
    [draft, setDraft],
  );
  const startOnSelection = useCallback(() => {
    if (!doc || !selected) return;
    const quoted = makeAnchor(readFlatText(doc.getXmlFragment('body')), selected);
    if (quoted) setDraft({ text: draft?.text ?? '', quoted });
  }, [doc, selected, draft, setDraft]);
  return { draftKey, draft, setDraft, startOnPart, startOnSelection };
}

/** Which thread is looked at, and where the keyboard focus is wanted. */
function useGoing() {
  const [active, setActive] = useState<string | null>(null);
  const [wish, setWish] = useState<Wish | null>(null);
  const goTo = useCallback((thread: string) => {
    setActive(thread);
    setWish((last) => ({ thread, turn: (last?.turn ?? 0) + 1 }));
  }, []);
  return { active, setActive, wish, goTo };
}

/** Everything the margin shows and does, whether it stands beside the text or comes up from below. */
export function useMargin(plan: PlanView, part: PartView, editor: Editor | null, doc: Y.Doc | null): Margin {
  const query = useComments(part.id);
  const threads = useMemo(() => gatherThreads(query.data ?? []), [query.data]);
  const { active, setActive, wish, goTo } = useGoing();
  const selected = useSelectedWords(editor);
  const mayComment = part.level === 'comment' || part.level === 'edit';
  const begun = useNewThread(plan, part, doc, selected);
  const shown = useShownThreads(threads, begun.draft, active);
  const places = usePlaces(doc, shown);

  const begin = (start: () => void) => () => {
    start();
    goTo(NEW);
  };
  const startOnSelection = begin(begun.startOnSelection);
  useWordsPlugin(editor, {
    onThread: (thread, keyboard) => (keyboard ? goTo(thread) : setActive(thread)),
    onNew: () => {
      if (mayComment) (selected ? startOnSelection : begin(begun.startOnPart))();
    },
  });
  useShownWords(editor, places, active);

  return {
    plan,
    part,
    editor,
    mayComment,
    loading: query.isPending,
    failed: query.isError && !query.data,
    retry: () => void query.refetch(),
    open: inReadingOrder(
      threads.filter((thread) => !thread.resolved),
      places,
    ),
    resolved: threads.filter((thread) => thread.resolved),
    places,
    active,
    setActive,
    selected: mayComment ? selected : null,
    draft: begun.draft,
    setDraft: begun.setDraft,
    draftKey: begun.draftKey,
    startOnSelection,
    startOnPart: begin(begun.startOnPart),
    wish,
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
