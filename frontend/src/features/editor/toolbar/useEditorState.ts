import type { Editor } from '@tiptap/core';
import { yUndoPluginKey } from '@tiptap/y-tiptap';
import { useEffect, useMemo } from 'react';
import type * as Y from 'yjs';
import { StateCell } from '../../../state/stateCell';
import { useCell } from '../../../state/useCell';
import { currentBlock } from '../input/commands';
import { linkTarget } from '../input/links';
import { type Block, isList } from '../schema/block';

/** The state of the toolbar's tools: active, inactive or unavailable. */
export interface EditorStateView {
  kind: Block['kind'];
  level: Block['level'];
  bold: boolean;
  italic: boolean;
  link: boolean;
  inList: boolean;
  canUndo: boolean;
  canRedo: boolean;
}

/** The part of the editor's state that the toolbar shows; a new object only when it changed. */
export function useEditorState(editor: Editor): EditorStateView {
  const cell = useMemo(() => new StateCell(read(editor)), [editor]);
  useEffect(() => {
    const follow = () => cell.change(read(editor));
    follow();
    editor.on('transaction', follow);
    return () => {
      editor.off('transaction', follow);
    };
  }, [editor, cell]);
  return useCell(cell);
}

function read(editor: Editor): EditorStateView {
  const { state } = editor;
  const block = currentBlock(state)?.block;
  const kind = block?.kind ?? 'paragraph';
  const undoManager = (yUndoPluginKey.getState(state) as { undoManager: Y.UndoManager } | undefined)
    ?.undoManager;
  return {
    kind,
    level: block?.level ?? 2,
    bold: editor.isActive('bold'),
    italic: editor.isActive('italic'),
    link: linkTarget(state).href !== '',
    inList: isList(kind),
    canUndo: (undoManager?.undoStack.length ?? 0) > 0,
    canRedo: (undoManager?.redoStack.length ?? 0) > 0,
  };
}
