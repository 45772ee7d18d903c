import type { UndoManager } from 'yjs';

/**
 * Run `insert` as one step of undo of its own, and return what takes all of it back, also after more was written. Null if
 * nothing was inserted. Undo would otherwise join it with the words typed just before, or split a long paste.
 */
export function recordPaste(
  undo: UndoManager | null,
  insert: () => void,
  onUndone: () => void,
): (() => void) | null {
  if (!undo) {
    insert();
    return null;
  }
  const { captureTimeout } = undo;
  const before = undo.undoStack.at(-1);
  undo.stopCapturing();
  undo.captureTimeout = Number.POSITIVE_INFINITY;
  insert();
  undo.captureTimeout = captureTimeout;
  undo.stopCapturing();
  const step = undo.undoStack.at(-1);
  if (!step || step === before) return null;
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
