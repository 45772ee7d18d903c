import type { Editor } from '@tiptap/core';
import { useEffect, useRef, useState } from 'react';
import type * as Y from 'yjs';
import { type QuoteMatch, type TextRange, trimRange } from '../quotes/anchor';
import { QuoteFinder } from '../quotes/quoteFinder';
import type { Thread } from '../threads/threads';
import {
  type CommentMark,
  commentedWords,
  commentedWordsKey,
  positionsIn,
  rangeOf,
  showCommentedWords,
  type WordsEvents,
} from './commentedWords';

/** Reading the whole text is expensive; during typing it is done at most this often, in milliseconds. */
const THROTTLE_MS = 120;

/**
 * Call `begin` now, and after changes of `body` at most once per THROTTLE_MS; then `goOn`, between frames, until it
 * returns true.
 */
function observeThrottled(body: Y.XmlFragment, begin: () => void, goOn: () => boolean): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let next: ReturnType<typeof setTimeout> | null = null;
  const work = () => {
    next = goOn() ? null : setTimeout(work);
  };
  const restart = () => {
    timer = null;
    if (next !== null) clearTimeout(next);
    begin();
    work();
  };
  const schedule = () => {
    timer ??= setTimeout(restart, THROTTLE_MS);
  };
  body.observeDeep(schedule);
  restart();
  return () => {
    body.unobserveDeep(schedule);
    for (const waiting of [timer, next]) if (waiting !== null) clearTimeout(waiting);
  };
}

function sameMatches(one: ReadonlyMap<string, QuoteMatch>, other: ReadonlyMap<string, QuoteMatch>): boolean {
  if (one.size !== other.size) return false;
  return [...one].every(([id, match]) => JSON.stringify(match) === JSON.stringify(other.get(id)));
}

const NO_MATCHES: ReadonlyMap<string, QuoteMatch> = new Map();

/** The match of each thread's quote, updated after every change of the text. */
export function useQuoteMatches(
  doc: Y.Doc | null,
  threads: readonly Thread[],
): ReadonlyMap<string, QuoteMatch> {
  const [matches, setMatches] = useState(NO_MATCHES);
  const latest = useRef<{ doc: Y.Doc; finder: QuoteFinder } | null>(null);
  useEffect(() => {
    if (!doc) return;
    const body = doc.getXmlFragment('body');
    if (latest.current?.doc !== doc) latest.current = { doc, finder: new QuoteFinder(doc, body) };
    const { finder } = latest.current;
    const goOn = () => {
      const done = finder.goOn();
      const next = finder.found;
      setMatches((known) => (sameMatches(known, next) ? known : next));
      return done;
    };
    return observeThrottled(body, () => finder.begin(threads), goOn);
  }, [doc, threads]);
  return matches;
}

/** Register the plugin that decorates commented ranges while the margin is mounted. */
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

/** Decorate the ranges of `matches` in the editor, that of the active thread stronger. */
export function useShownWords(
  editor: Editor | null,
  matches: ReadonlyMap<string, QuoteMatch>,
  active: string | null,
): void {
  useEffect(() => {
    if (!editor || editor.isDestroyed) return;
    const show = () => {
      const marks: CommentMark[] = [];
      for (const [thread, match] of matches) {
        if (match.kind === 'changed') continue;
        const positions = positionsIn(editor.state.doc, match);
        if (positions) marks.push({ thread, ...positions });
      }
      showCommentedWords(editor.view, { marks, active, editable: editor.isEditable });
    };
    show();
    // Also emitted when the editor becomes editable or read-only.
    editor.on('update', show);
    return () => void editor.off('update', show);
  }, [editor, matches, active]);
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
