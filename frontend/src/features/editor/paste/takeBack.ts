import * as Y from 'yjs';

/**
 * Run `insert` as one step of undo of its own, and return what takes all of it back, also after more was written. Null if
 * nothing was inserted. Undo would otherwise join it with the words typed just before, or take a long paste for several.
 */
export function recordPaste(
  undo: Y.UndoManager | undefined,
  insert: () => void,
  onUndone: () => void,
): (() => void) | null {
  if (!undo) {
    insert();
    return null;
  }
  const before = new Set(undo.undoStack);
  undo.stopCapturing();
  insert();
  undo.stopCapturing();
  const step = asOneStep(undo, before);
  if (!step) return null;
  const watch = ({ stackItem }: { stackItem: unknown }) => {
    if (stackItem !== step) return;
    undo.off('stack-item-popped', watch);
    onUndone();
  };
  undo.on('stack-item-popped', watch);
  return () => {
    const at = undo.undoStack.indexOf(step);
    if (at < 0) return;
    undo.undoStack.push(...undo.undoStack.splice(at, 1));
    undo.undo();
  };
}

/** The steps that are not among those of `before`, made the last one. */
function asOneStep(undo: Y.UndoManager, before: ReadonlySet<unknown>) {
  const steps = undo.undoStack.filter((each) => !before.has(each));
  const [first] = steps;
  if (!first) return null;
  undo.undoStack = [...undo.undoStack.filter((each) => before.has(each)), first];
  first.insertions = Y.mergeDeleteSets(steps.map(({ insertions }) => insertions));
  first.deletions = Y.mergeDeleteSets(steps.map(({ deletions }) => deletions));
  return first;
}
