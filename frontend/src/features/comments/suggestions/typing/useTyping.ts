import type { Editor } from '@tiptap/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type * as Y from 'yjs';
import { useTranslation } from '../../../../i18n/useTranslation';
import { clearSelection } from '../../margin/clearSelection';
import { readFlatText } from '../../quotes/flatText';
import { allDrafts, type Draft, NEW_SUGGESTION, setDraft } from '../../threads/drafts';
import { rangeOf } from '../../words/positions';
import { failureOf } from '../failure';
import { endDraft } from '../making/otherFields';
import { wishOf } from '../making/wish';
import { quoteStart } from '../places';
import { useSuggest } from '../useSuggestions';
import { FIELD } from './field';
import { type Impossible, typedDraft, typedOf, withTyped } from './typedDraft';

export interface Typing {
  send: () => void;
  discard: () => void;
  takeMore: (side: -1 | 1) => void;
  sending: boolean;
  /** Why nothing came of what was just done in the text, as it is said there; null: nothing is to be said. */
  said: string | null;
}

interface Tools {
  draftKey: (thread: string) => string;
  announce: (text: string) => void;
}

function fieldIn(editor: Editor): HTMLTextAreaElement | null {
  return editor.view.dom.querySelector<HTMLTextAreaElement>(`.${FIELD}`);
}

function focusField(editor: Editor): void {
  const field = fieldIn(editor);
  if (!field) return;
  field.focus({ preventScroll: true });
  field.setSelectionRange(field.value.length, field.value.length);
}

/** What is typed, deleted and pasted in the text while it is suggested in becomes a new suggestion there. */
export function useTyping(
  partId: string,
  doc: Y.Doc | null,
  editor: Editor | null,
  { draftKey, announce }: Tools,
): Typing {
  const { t } = useTranslation('suggestions');
  const [said, setSaid] = useState<string | null>(null);
  const suggest = useSuggest(partId);
  const key = draftKey(NEW_SUGGESTION);
  const write = (draft: Draft) => {
    setSaid(null);
    // At once, so that the next letter already finds the field that it belongs in.
    flushSync(() => setDraft(key, draft));
    if (!editor) return;
    // What was selected is drawn struck from here on, and the caret comes back behind it.
    clearSelection(editor);
    focusField(editor);
  };
  const refuse = (why: Impossible | 'unfinished') => {
    const words = t(`typing.${why}`);
    setSaid(words);
    announce(words);
  };
  const place = (start: number, end: number, text: string) => {
    const body = doc?.getXmlFragment('body');
    if (!body) return;
    const made = typedDraft(body, readFlatText(body), { start, end }, text);
    if (typeof made === 'string') refuse(made);
    else write(made);
  };
  const act = {
    take(typed: { from: number; to: number; text: string } | 'lines' | 'looks') {
      if (!editor) return;
      if (typeof typed === 'string') return refuse(typed);
      const begun = allDrafts().get(key);
      if (!begun) {
        const { start, end } = rangeOf(editor.state.doc, typed.from, typed.to);
        return place(start, end, typed.text);
      }
      const before = typedOf(begun);
      // Typed faster than the field came.
      if (before !== null && fieldIn(editor) && typed.from === typed.to)
        return write(withTyped(begun, before + typed.text));
      focusField(editor);
      refuse('unfinished');
    },
    takeMore(side: -1 | 1) {
      const draft = allDrafts().get(key);
      const from = doc && draft?.quoted ? quoteStart(doc, draft.quoted) : null;
      if (from === null || !draft?.inText) return;
      const start = from + draft.inText.skip - (side < 0 ? 1 : 0);
      const end = from + draft.inText.skip + draft.inText.taken + (side > 0 ? 1 : 0);
      if (start >= 0) place(start, end, typedOf(draft) ?? '');
    },
    discard() {
      setSaid(null);
      endDraft(draftKey);
      editor?.commands.focus(null, { scrollIntoView: false });
    },
    send() {
      const draft = allDrafts().get(key);
      const wish = draft && wishOf(draft);
      if (!wish) return act.discard();
      if (suggest.isPending) return;
      suggest
        .mutateAsync(wish)
        .then(() => {
          setSaid(null);
          endDraft(draftKey);
          announce(t('sent'));
          editor?.commands.focus(null, { scrollIntoView: false });
        })
        .catch((error: unknown) => {
          const words = t(failureOf(error));
          setSaid(words);
          announce(words);
        });
    },
  };
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    if (!editor || editor.isDestroyed) return;
    const { suggesting } = editor.storage;
    suggesting.take = (typed) => latest.current.take(typed);
    const forget = () => setSaid(null);
    editor.on('selectionUpdate', forget);
    return () => {
      suggesting.take = null;
      editor.off('selectionUpdate', forget);
    };
  }, [editor]);
  const sending = suggest.isPending;
  return useMemo(
    () => ({
      send: () => latest.current.send(),
      discard: () => latest.current.discard(),
      takeMore: (side) => latest.current.takeMore(side),
      sending,
      said,
    }),
    [sending, said],
  );
}
