import { Extension } from '@tiptap/core';
import { Plugin, type Transaction } from '@tiptap/pm/state';
import { ReplaceStep } from '@tiptap/pm/transform';
import type { EditorView } from '@tiptap/pm/view';
import { ySyncPluginKey } from '@tiptap/y-tiptap';

/** What somebody would have written: `text` in the place of the words between two positions of one block. */
export interface TypedChange {
  from: number;
  to: number;
  text: string;
}

/** What is no change of words in one line: of `lines`, or of nothing but `looks`. */
export type NoWords = 'lines' | 'looks';

export interface SuggestingStorage {
  /** Nothing that is done here changes the document. */
  on: boolean;
  /** Is told what was done instead. */
  take: ((typed: TypedChange | NoWords) => void) | null;
}

declare module '@tiptap/core' {
  interface Storage {
    suggesting: SuggestingStorage;
  }
}

/** What a change that was not let through would have done. */
export function typedIn({ steps, before, doc }: Transaction): TypedChange | NoWords {
  const [step] = steps;
  if (!steps.some((each) => each instanceof ReplaceStep)) return 'looks';
  if (steps.length !== 1 || !(step instanceof ReplaceStep)) return 'lines';
  const { from, to, slice } = step;
  const [$from, $to] = [before.resolve(from), before.resolve(to)];
  if ($from.depth !== 1 || !$from.sameParent($to) || slice.openStart > 0 || slice.openEnd > 0) return 'lines';
  if (doc.childCount !== before.childCount) return 'lines';
  const text = slice.content.textBetween(0, slice.content.size, '\n', '\n');
  return text.includes('\n') ? 'lines' : { from, to, text };
}

const HISTORY = new Set(['z', 'y']);

/** While it is on, what is typed, deleted and pasted is told of and not done; others' changes come as always. */
export const Suggesting = Extension.create<object, SuggestingStorage>({
  name: 'suggesting',
  // Before the keys, of which those of undoing change the document without asking the editor.
  priority: 2_000,
  addStorage: () => ({ on: false, take: null }),
  addProseMirrorPlugins() {
    const { storage } = this;
    const tell = (typed: TypedChange | NoWords) => storage.take?.(typed);
    return [
      new Plugin({
        filterTransaction(transaction) {
          if (!storage.on || !transaction.docChanged || isFromDocument(transaction)) return true;
          const typed = typedIn(transaction);
          // Not within the change that is being refused.
          queueMicrotask(() => tell(typed));
          return false;
        },
        props: {
          handleKeyDown: (_, event) =>
            storage.on && (event.ctrlKey || event.metaKey) && HISTORY.has(event.key.toLowerCase()),
          handleDOMEvents: { beforeinput: (view, event) => storage.on && typedInto(view, event, tell) },
        },
      }),
    ];
  },
});

const isFromDocument = (transaction: Transaction): boolean =>
  transaction.getMeta(ySyncPluginKey) !== undefined;

/** Letters are told of before the browser draws them; what an input method composes is drawn, and taken back. */
function typedInto(view: EditorView, event: InputEvent, tell: (typed: TypedChange) => void): boolean {
  const { $from, $to } = view.state.selection;
  if (event.inputType.startsWith('history')) event.preventDefault();
  if (event.inputType !== 'insertText' || !event.cancelable || view.composing || !event.data) return false;
  if ($from.depth !== 1 || !$from.sameParent($to)) return false;
  event.preventDefault();
  tell({ from: $from.pos, to: $to.pos, text: event.data });
  return true;
}
