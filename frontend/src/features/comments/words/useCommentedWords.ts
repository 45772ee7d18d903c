import type { Editor } from '@tiptap/core';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type * as Y from 'yjs';
import { useTranslation } from '../../../i18n/useTranslation';
import { StateCell } from '../../../state/stateCell';
import { useCell } from '../../../state/useCell';
import { type TextRange, trimRange } from '../quotes/anchor';
import type { Thread } from '../threads/threads';
import type { WordsEvents } from './commentedWords';
import { type CommentMark, type DrawnChange, positionAt, positionsIn, rangeOf } from './positions';
import { type Kinds, QuotePlaces } from './quotePlaces';
import { wordMarks } from './wordMarks';

/** Where the quotes are in the text of `doc`; null until it is there. */
export function useQuotePlaces(doc: Y.Doc | null): QuotePlaces | null {
  const [places, setPlaces] = useState<QuotePlaces | null>(null);
  useLayoutEffect(() => {
    if (!doc) return;
    const created = new QuotePlaces(doc);
    setPlaces(created);
    return () => {
      setPlaces(null);
      created.destroy();
    };
  }, [doc]);
  return places;
}

const NONE = new StateCell<{ kinds: Kinds }>({ kinds: new Map() });

/** How well the quote of each thread was found, in reading order. */
export function useKinds(places: QuotePlaces | null): Kinds {
  return useCell(places?.cell ?? NONE).kinds;
}

/** Have the quotes of `threads` found: before the next paint, so that a card has a place before it has the focus. */
export function useQuotesOf(places: QuotePlaces | null, threads: readonly Thread[]): void {
  useLayoutEffect(() => places?.show(threads), [places, threads]);
}

/** Register the plugin that decorates commented ranges while the margin is mounted. */
export function useWordsPlugin(editor: Editor | null, events: WordsEvents): void {
  const latest = useRef(events);
  latest.current = events;
  useLayoutEffect(() => {
    if (!editor || editor.isDestroyed) return;
    const { commentedWords, commentedWordsKey } = wordMarks();
    const plugin = commentedWords({
      onThread: (thread, keyboard) => latest.current.onThread(thread, keyboard),
      onElsewhere: () => latest.current.onElsewhere(),
      onNew: () => latest.current.onNew(),
      onEditable: (editable) => latest.current.onEditable(editable),
    });
    editor.registerPlugin(plugin);
    return () => {
      if (!editor.isDestroyed) editor.unregisterPlugin(commentedWordsKey);
    };
  }, [editor]);
}

/** What suggestions change, by thread. `at`: of an insertion, which has no words to find, its offset now. */
export type Changes = ReadonlyMap<string, DrawnChange & { at?: () => number | null }>;

/** The marks of all quotes that were found; null while the editor does not show the text that they were found in. */
function marksIn(editor: Editor, places: QuotePlaces, changes: Changes): CommentMark[] | null {
  const { doc } = editor.state;
  const marks: CommentMark[] = [];
  for (const [thread, match] of places.matches) {
    if (match.kind === 'changed') continue;
    const positions = positionsIn(doc, match);
    const change = match.kind === 'exact' ? changes.get(thread) : undefined;
    if (positions) marks.push({ thread, ...positions, ...(change && { change }) });
  }
  // Each block has two edges in the editor, and one line break between it and the next in the flat text.
  if (marks.length > 0 && doc.content.size - doc.childCount - 1 !== places.length) return null;
  return [...marks, ...insertionsIn(editor, changes)];
}

function insertionsIn({ state: { doc } }: Editor, changes: Changes): CommentMark[] {
  return [...changes].flatMap(([thread, { at, ...change }]) => {
    const offset = at?.() ?? null;
    const position = offset === null ? null : positionAt(doc, offset);
    return position === null ? [] : [{ thread, from: position, to: position, change }];
  });
}

/** Decorate the ranges of the quotes in the editor, that of the active thread stronger. */
export function useShownWords(
  editor: Editor | null,
  places: QuotePlaces | null,
  { active, editable, changes }: { active: string | null; editable: boolean; changes: Changes },
): void {
  const { t } = useTranslation('comments');
  const [saying, taken, given] = [t('commented'), t('suggestions:taken'), t('suggestions:given')];
  const late = useRef(false);
  const show = useCallback(
    (moved: boolean) => {
      if (!editor || editor.isDestroyed || !places) return;
      const marks = marksIn(editor, places, changes);
      late.current = marks === null;
      if (!marks) return;
      const said = { saying, ofChange: { taken, given } };
      const drawn = wordMarks().showCommentedWords(editor.view, { marks, active, editable, ...said });
      if (moved || drawn) places.tellShown();
    },
    [editor, places, active, editable, changes, saying, taken, given],
  );
  useLayoutEffect(() => show(false), [show]);
  useLayoutEffect(() => places?.onFound(show), [places, show]);
  useEffect(() => {
    const update = () => late.current && show(true);
    editor?.on('update', update);
    return () => void editor?.off('update', update);
  }, [editor, show]);
}

/** The selected text and its flat-text range. */
export interface Selected extends TextRange {
  words: string;
}

function selectedIn(editor: Editor): Selected | null {
  const { selection, doc } = editor.state;
  if (selection.empty) return null;
  const words = doc.textBetween(selection.from, selection.to, '\n', '\n');
  const trimmed = trimRange(words, { start: 0, end: words.length });
  if (!trimmed) return null;
  const { start } = rangeOf(doc, selection.from, selection.to);
  return {
    start: start + trimmed.start,
    end: start + trimmed.end,
    words: words.slice(trimmed.start, trimmed.end),
  };
}

/** The current selection of the editor; null when it is empty. */
export function useSelectedWords(editor: Editor | null): Selected | null {
  const [selected, setSelected] = useState<Selected | null>(null);
  useEffect(() => {
    if (!editor) return;
    const read = () => {
      const next = selectedIn(editor);
      setSelected((known) => (JSON.stringify(known) === JSON.stringify(next) ? known : next));
    };
    read();
    editor.on('selectionUpdate', read);
    return () => void editor.off('selectionUpdate', read);
  }, [editor]);
  return selected;
}
