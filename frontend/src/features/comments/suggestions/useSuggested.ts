import type { Editor } from '@tiptap/core';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type * as Y from 'yjs';
import type { PartView, SuggestionView } from '../../../domain/types';
import { useTranslation } from '../../../i18n/useTranslation';
import { clearSelection } from '../margin/clearSelection';
import { makeAnchor, type TextRange } from '../quotes/anchor';
import { readFlatText } from '../quotes/flatText';
import { allDrafts, NEW_SUGGESTION, setDraft, useDraftAbout } from '../threads/drafts';
import { type Thread, wordlessThread } from '../threads/threads';
import type { Changes } from '../words/useCommentedWords';
import { aboutField, suggestableFields } from './making/FieldChoice';
import {
  drawnChange,
  insertionAt,
  isInOneRun,
  type Place,
  placeInEmpty,
  placeOf,
  quotedOf,
  quoteStart,
} from './places';
import { buildField } from './typing/field';
import { type Typing, useTyping } from './typing/useTyping';
import { useSuggestions } from './useSuggestions';

export interface Suggested {
  /** How one is typed in the text, while what is written there becomes suggestions. */
  typing: Typing;
  /** Whether one is being typed in the text. */
  typed: boolean;
  open: readonly SuggestionView[];
  decided: readonly SuggestionView[];
  /** Where each of the open ones would be written, by its id. */
  places: ReadonlyMap<string, Place>;
  /** Those whose words are drawn in the text, as threads are, and that of the new one. */
  quoted: readonly Thread[];
  /** What they would change, drawn where their words stand. */
  changes: Changes;
  /** Whether a new one is being written. */
  drafting: boolean;
  /** Whether these words can be replaced by others: those of one line. */
  isPossibleOn: (words: TextRange) => boolean;
  startOn: (words: TextRange) => void;
  /** Begin one where nothing stands yet; null where something does. */
  startInEmpty: (() => void) | null;
  /** Begin one about a field; null where none can be suggested, or the reader writes in it. */
  startInField: (() => void) | null;
}

/** What this needs of the tools of the cards. */
interface Tools {
  draftKey: (thread: string) => string;
  goTo: (thread: string) => void;
  announce: (text: string) => void;
  mayComment: boolean;
  assisted: string | null;
}

const NONE: readonly SuggestionView[] = [];
/** The place of a suggestion is looked at again this long after a change of the text, in milliseconds. */
const LOOK_MS = 250;

/** The places of the suggestions, looked at again when the part changes. */
function usePlaces(doc: Y.Doc | null, open: readonly SuggestionView[]): ReadonlyMap<string, Place> {
  const [places, setPlaces] = useState<ReadonlyMap<string, Place>>(new Map());
  useEffect(() => {
    if (!doc) return undefined;
    const look = () => {
      const found = open.map((each) => [each.id, placeOf(doc, each)] as const);
      setPlaces((known) =>
        found.length === known.size && found.every(([id, place]) => known.get(id) === place)
          ? known
          : new Map(found),
      );
    };
    look();
    if (open.length === 0) return undefined;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const later = () => {
      timer ??= setTimeout(() => {
        timer = null;
        look();
      }, LOOK_MS);
    };
    doc.on('update', later);
    return () => {
      doc.off('update', later);
      if (timer !== null) clearTimeout(timer);
    };
  }, [doc, open]);
  return places;
}

/** The same objects as long as nothing of them changes, so that their words are not searched for again. */
function useQuotedThreads(open: readonly SuggestionView[], drafted: Thread | null): readonly Thread[] {
  const known = useRef(new Map<string, Thread>());
  return useMemo(() => {
    const threads = new Map<string, Thread>();
    for (const suggestion of open) {
      const quoted = quotedOf(suggestion);
      if (quoted)
        threads.set(suggestion.id, known.current.get(suggestion.id) ?? wordlessThread(suggestion.id, quoted));
    }
    known.current = threads;
    return [...threads.values(), ...(drafted ? [drafted] : [])];
  }, [open, drafted]);
}

/** What is drawn of each whose place is there. */
function useChanges(
  doc: Y.Doc | null,
  open: readonly SuggestionView[],
  places: ReadonlyMap<string, Place>,
): Changes {
  return useMemo(() => {
    const drawn = open.filter(({ id, field }) => doc && field === null && places.get(id) === 'there');
    return new Map(
      drawn.map((each) => {
        const at = each.quote === '' ? { at: () => doc && insertionAt(doc, each) } : {};
        return [each.id, { ...drawnChange(each), ...at }];
      }),
    );
  }, [doc, open, places]);
}

/** The field in which one is typed, where it is; null while none is. */
function useWritten(
  doc: Y.Doc | null,
  key: string,
  draft: ReturnType<typeof useDraftAbout>,
  { send, discard, takeMore }: Omit<Typing, 'said' | 'sending'>,
) {
  const { t } = useTranslation('suggestions');
  const label = t('typing.field');
  const acts = useRef({ send, discard, takeMore });
  acts.current = { send, discard, takeMore };
  const build = useCallback(
    () =>
      buildField(key, label, {
        send: () => acts.current.send(),
        discard: () => acts.current.discard(),
        takeMore: (side) => acts.current.takeMore(side),
      }),
    [key, label],
  );
  const { quoted = null, inText } = draft ?? {};
  return useMemo(() => {
    if (!doc || !quoted || !inText) return null;
    const at = quoted.quote === '' ? { at: () => quoteStart(doc, quoted) } : {};
    return { ...inText, given: '', build, ...at };
  }, [doc, quoted, inText, build]);
}

/** The suggestions to a part and their places in its text. */
export function useSuggested(
  part: PartView,
  doc: Y.Doc | null,
  editor: Editor | null,
  { draftKey, goTo, announce, mayComment, assisted }: Tools,
): Suggested {
  const { data = NONE } = useSuggestions(part.id);
  const open = useMemo(() => data.filter(({ status }) => status === 'open'), [data]);
  const decided = useMemo(() => data.filter(({ status }) => status !== 'open'), [data]);
  const key = draftKey(NEW_SUGGESTION);
  const draft = useDraftAbout(key);
  const about = draft?.quoted;
  const drafted = useMemo(() => (about?.quote ? wordlessThread(NEW_SUGGESTION, about) : null), [about]);
  // What is written for the owner in an assisted session is the owner's own.
  const may = mayComment && assisted === null && part.level !== 'read' && doc !== null;
  const begin = (quoted: ReturnType<typeof makeAnchor>) => {
    if (!quoted) return;
    const kept = allDrafts().get(key);
    // What was begun on other words is not thrown away without a word: it is gone on with.
    if (!kept) setDraft(key, { text: quoted.quote, quoted, original: quoted.quote });
    clearSelection(editor);
    goTo(NEW_SUGGESTION);
  };
  const body = doc?.getXmlFragment('body');
  const [firstField] = suggestableFields(part);
  const places = usePlaces(doc, open);
  const typing = useTyping(part.id, doc, editor, { draftKey, announce });
  const written = useWritten(doc, key, draft, typing);
  const changes = useChanges(doc, open, places);
  return {
    typing,
    typed: written !== null,
    open,
    decided,
    places,
    changes: useMemo(
      () => (written ? new Map([...changes, [NEW_SUGGESTION, written]]) : changes),
      [changes, written],
    ),
    quoted: useQuotedThreads(open, drafted),
    drafting: draft !== null,
    isPossibleOn: (words) => may && body !== undefined && isInOneRun(readFlatText(body), words),
    startOn: (words) => body && begin(makeAnchor(readFlatText(body), words)),
    startInEmpty:
      may && body && part.level === 'comment' && readFlatText(body).text.trim() === ''
        ? () => begin(placeInEmpty(body))
        : null,
    startInField:
      may && doc && part.level === 'comment' && firstField !== undefined
        ? () => {
            if (!allDrafts().has(key)) setDraft(key, aboutField(doc, firstField));
            goTo(NEW_SUGGESTION);
          }
        : null,
  };
}
