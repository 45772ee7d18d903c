import type { Node } from '@tiptap/pm/model';
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import type { Step } from '@tiptap/pm/transform';
import { ySyncPluginKey } from '@tiptap/y-tiptap';

/** One step of a change made in this editor, with the document before and after it. */
export interface OwnStep {
  step: Step;
  before: Node;
  after: Node;
}

const key = new PluginKey<readonly OwnStep[]>('ownSteps');
const NONE: readonly OwnStep[] = [];

/** Keeps the steps of the last change, and of what plugins appended to it; none if it came from the Y document. */
export function ownSteps(): Plugin {
  return new Plugin({
    key,
    state: {
      init: () => NONE,
      apply(transaction, steps) {
        if (transaction.getMeta(ySyncPluginKey) !== undefined) return NONE;
        const earlier = transaction.getMeta('appendedTransaction') ? steps : NONE;
        return transaction.docChanged ? [...earlier, ...stepsOf(transaction)] : earlier;
      },
    },
  });
}

export const lastSteps = (state: EditorState): readonly OwnStep[] => key.getState(state) ?? NONE;

function stepsOf({ steps, docs, doc }: Transaction): OwnStep[] {
  return steps.flatMap((step, index) => {
    const before = docs[index];
    return before ? [{ step, before, after: docs[index + 1] ?? doc }] : [];
  });
}
