import type { Editor } from '@tiptap/core';
import { useEffect, useRef, useState } from 'react';
import type * as Y from 'yjs';
import { type Place, type Stretch, trimStretch } from '../quotes/anchor';
import { Places } from '../quotes/quoteFinder';
import type { Thread } from '../threads/threads';
import {
  commentedWords,
  commentedWordsKey,
  type Mark,
  positionsIn,
  showCommentedWords,
  stretchOf,
  type WordsEvents,
} from './commentedWords';

/** Reading the whole text costs; while people type it is done this often, in milliseconds. */
const PAUSE = 120;

/** Call `work` now, and after each change of `body`, but not more often than every PAUSE. */
function watch(body: Y.XmlFragment, work: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = null;
      work();
    }, PAUSE);
  };
  body.observeDeep(soon);
  work();
  return () => {
    body.unobserveDeep(soon);
    if (timer !== null) clearTimeout(timer);
  };
}

function samePlaces(one: ReadonlyMap<string, Place>, other: ReadonlyMap<string, Place>): boolean {
  if (one.size !== other.size) return false;
  return [...one].every(([id, place]) => JSON.stringify(place) === JSON.stringify(other.get(id)));
}

const NOWHERE: ReadonlyMap<string, Place> = new Map();

/** Where the words of each thread stand, found again after every change of the text. */
export function usePlaces(doc: Y.Doc | null, threads: readonly Thread[]): ReadonlyMap<string, Place> {
  const [places, setPlaces] = useState(NOWHERE);
  const finder = useRef<{ doc: Y.Doc; places: Places } | null>(null);
  useEffect(() => {
    if (!doc) return;
    const body = doc.getXmlFragment('body');
    if (finder.current?.doc !== doc) finder.current = { doc, places: new Places(doc, body) };
    const { places: found } = finder.current;
    return watch(body, () => {
      const next = found.find(threads);
      setPlaces((known) => (samePlaces(known, next) ? known : next));
    });
  }, [doc, threads]);
  return places;
}

/** Put the plugin that shows commented words into the editor, for as long as the margin stands beside it. */
export function useWordsPlugin(editor: Editor | null, events: WordsEvents): void {
  const latest = useRef(events);
  latest.current = events;
  useEffect(() => {
    if (!editor || editor.isDestroyed) return;
    const plugin = commentedWords({
      onThread: (thread, keyboard) => latest.current.onThread(thread, keyboard),
      onNew: () => latest.current.onNew(),
    });
    editor.registerPlugin(plugin);
    return () => {
      if (!editor.isDestroyed) editor.unregisterPlugin(commentedWordsKey);
    };
  }, [editor]);
}

/** Show the words at `places` in the editor, those of the active thread stronger. */
export function useShownWords(
  editor: Editor | null,
  places: ReadonlyMap<string, Place>,
  active: string | null,
): void {
  useEffect(() => {
    if (!editor || editor.isDestroyed) return;
    const show = () => {
      const marks: Mark[] = [];
      for (const [thread, place] of places) {
        if (place.kind === 'changed') continue;
        const positions = positionsIn(editor.state.doc, place);
        if (positions) marks.push({ thread, ...positions });
      }
      showCommentedWords(editor.view, { marks, active, editable: editor.isEditable });
    };
    show();
    // Emitted when the right to write comes or goes.
    editor.on('update', show);
    return () => void editor.off('update', show);
  }, [editor, places, active]);
}

/** Words somebody has selected, and where. */
export interface Selected extends Stretch {
  words: string;
}

function selectedIn(editor: Editor): Selected | null {
  const { selection, doc } = editor.state;
  if (selection.empty) return null;
  const words = doc.textBetween(selection.from, selection.to, '\n', '\n');
  const trimmed = trimStretch(words, { start: 0, end: words.length });
  if (!trimmed) return null;
  const { start } = stretchOf(doc, selection.from, selection.to);
  return {
    start: start + trimmed.start,
    end: start + trimmed.end,
    words: words.slice(trimmed.start, trimmed.end),
  };
}

/** The words that are selected in the editor now; null when none are. */
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
