import { chainCommands, deleteSelection, toggleMark } from '@tiptap/pm/commands';
import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { type Command, type EditorState, TextSelection, type Transaction } from '@tiptap/pm/state';
import { type Block, type BlockKind, blockAttributes, isList, MAX_INDENT, readBlock } from '../schema/block';

/**
 * Commands on flat blocks. A block is never wrapped, renamed or re-created: kind, level and indent are attribute
 * steps, so that Yjs keeps the text node and concurrent edits in it.
 */
interface PlacedBlock {
  node: ProseMirrorNode;
  pos: number;
  block: Block;
}

/** The blocks the selection touches. */
function selectedBlocks(state: EditorState): PlacedBlock[] {
  const { from, to } = state.selection;
  const placed: PlacedBlock[] = [];
  state.doc.nodesBetween(from, to, (node, pos) => {
    if (node.type.name === 'block') placed.push({ node, pos, block: readBlock(node.attrs) });
    return node.type.name === 'doc';
  });
  return placed;
}

/** The block that contains the start of the selection; null only when the selection contains no block. */
export function currentBlock(state: EditorState): PlacedBlock | null {
  const { $from } = state.selection;
  if ($from.depth === 0) return selectedBlocks(state)[0] ?? null;
  return { node: $from.parent, pos: $from.before(), block: readBlock($from.parent.attrs) };
}

/** Set the attributes that differ, one step each. */
function reshape(tr: Transaction, { node, pos }: PlacedBlock, to: Block): void {
  for (const [name, value] of Object.entries(blockAttributes(to.kind, to))) {
    if (node.attrs[name] !== value) tr.setNodeAttribute(pos, name, value);
  }
}

function reshapeAll(change: (block: Block) => Block, only: (block: Block) => boolean = () => true): Command {
  return (state, dispatch) => {
    const placed = selectedBlocks(state).filter(({ block }) => only(block));
    if (placed.length === 0) return false;
    if (dispatch) {
      const tr = state.tr;
      for (const each of placed) reshape(tr, each, change(each.block));
      dispatch(tr.scrollIntoView());
    }
    return true;
  };
}

/** Make the selected blocks headings of `level`, or paragraphs if all of them are that already. */
export function toggleHeading(level: Block['level']): Command {
  return (state, dispatch) => {
    const on = selectedBlocks(state).every(({ block }) => block.kind === 'heading' && block.level === level);
    return setKind(on ? 'paragraph' : 'heading', level)(state, dispatch);
  };
}

/** Make the selected blocks list items, or paragraphs if all of them are that already. */
export function toggleList(kind: 'bullet' | 'ordered'): Command {
  return (state, dispatch) => {
    const on = selectedBlocks(state).every(({ block }) => block.kind === kind);
    return setKind(on ? 'paragraph' : kind)(state, dispatch);
  };
}

/** Set the kind of the selected blocks. Only list items keep their indent. */
export function setKind(kind: BlockKind, level: Block['level'] = 2): Command {
  return reshapeAll((block) => ({ kind, level, indent: isList(kind) ? block.indent : 0 }));
}

/** The largest indent of a list block at `pos`: one more than that of the list block before it. */
function maxIndentAt(doc: ProseMirrorNode, pos: number): number {
  const before = doc.resolve(pos).nodeBefore;
  const block = before && readBlock(before.attrs);
  return block && isList(block.kind) ? Math.min(block.indent + 1, MAX_INDENT) : 0;
}

/** Indent the selected list items together; not handled outside lists, so that Tab moves focus there. */
export const indent: Command = (state, dispatch) => {
  const items = selectedBlocks(state).filter(({ block }) => isList(block.kind));
  const first = items[0];
  if (!first) return false;
  const canIndent = first.block.indent < maxIndentAt(state.doc, first.pos);
  if (dispatch && canIndent) {
    const tr = state.tr;
    for (const item of items) reshape(tr, item, { ...item.block, indent: item.block.indent + 1 });
    dispatch(tr.scrollIntoView());
  }
  return true;
};

export const outdent: Command = reshapeAll(
  (block) => ({ ...block, indent: Math.max(block.indent - 1, 0) }),
  (block) => isList(block.kind),
);

/** Enter: an empty list item is outdented, then leaves the list; a heading is followed by a paragraph. */
export const splitBlock: Command = (state, dispatch) => {
  const current = currentBlock(state);
  if (!current) return false;
  const empty = state.selection.empty && current.node.content.size === 0;
  if (empty && current.block.kind !== 'paragraph') return stepOut(state, dispatch);
  if (!dispatch) return true;
  const tr = state.tr.deleteSelection();
  const { $from } = tr.selection;
  if ($from.depth === 0) return false;
  const { kind, level, indent } = readBlock($from.parent.attrs);
  const atEnd = $from.parentOffset === $from.parent.content.size;
  const atStart = $from.parentOffset === 0;
  const attrs = blockAttributes(kind === 'heading' && atEnd ? 'paragraph' : kind, { level, indent });
  tr.split($from.pos, 1, [{ type: $from.parent.type, attrs }]);
  // Enter at the start of a heading inserts a paragraph above it, not an empty heading.
  if (kind === 'heading' && atStart && !atEnd) {
    reshape(tr, { node: $from.parent, pos: $from.before(), block: current.block }, plain);
  }
  dispatch(tr.scrollIntoView());
  return true;
};

const plain: Block = { kind: 'paragraph', level: 2, indent: 0 };

/** One step towards a plain paragraph: first less indent, then the kind. */
const stepOut: Command = (state, dispatch) => {
  const current = currentBlock(state);
  if (!current) return false;
  const { block } = current;
  if (block.indent === 0 && block.kind === 'paragraph') return false;
  if (dispatch) {
    const tr = state.tr;
    reshape(tr, current, block.indent > 0 ? { ...block, indent: block.indent - 1 } : plain);
    dispatch(tr.scrollIntoView());
  }
  return true;
};

/** Backspace at the start of a block: less indent, then a paragraph, then a join with the block before. */
export const backspaceAtStart: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.depth === 0 || $from.parentOffset > 0) return false;
  if (stepOut(state, dispatch)) return true;
  const pos = $from.before();
  const before = state.doc.resolve(pos).nodeBefore;
  // Handled even without a block to join: the browser's own deletion would re-create the block.
  if (before && dispatch) dispatch(joinTransaction(state, pos, before).scrollIntoView());
  return true;
};

/** Delete at the end of a block: join the next block to it. */
export const deleteAtEnd: Command = (state, dispatch) => {
  const { $to, empty } = state.selection;
  if (!empty || $to.depth === 0 || $to.parentOffset < $to.parent.content.size) return false;
  const pos = $to.after();
  if (pos < state.doc.content.size && dispatch)
    dispatch(joinTransaction(state, pos, $to.parent).scrollIntoView());
  return true;
};

export const backspace = chainCommands(deleteSelection, backspaceAtStart);
export const deleteForward = chainCommands(deleteSelection, deleteAtEnd);

/** Join the blocks around `pos`. An empty first block is deleted, so that the second keeps its kind and Yjs text. */
function joinTransaction(state: EditorState, pos: number, before: ProseMirrorNode): Transaction {
  if (before.content.size > 0) return state.tr.join(pos);
  const tr = state.tr.delete(pos - before.nodeSize, pos);
  return tr.setSelection(TextSelection.create(tr.doc, pos - before.nodeSize + 1));
}

export const insertHardBreak: Command = (state, dispatch) => {
  const type = state.schema.nodes.hardBreak;
  if (!type || state.selection.$from.depth === 0) return false;
  const marks = state.storedMarks ?? state.selection.$from.marks();
  dispatch?.(state.tr.replaceSelectionWith(type.create(), false).setStoredMarks(marks).scrollIntoView());
  return true;
};

/** Move the current block up or down by one block. */
export function moveBlock(direction: -1 | 1): Command {
  return (state, dispatch) => {
    const current = currentBlock(state);
    if (!current) return false;
    const { node, pos } = current;
    const $edge = state.doc.resolve(direction < 0 ? pos : pos + node.nodeSize);
    const neighbour = direction < 0 ? $edge.nodeBefore : $edge.nodeAfter;
    if (!neighbour) return true;
    if (dispatch) {
      const tr = state.tr.delete(pos, pos + node.nodeSize);
      const target = pos + direction * neighbour.nodeSize;
      tr.insert(target, node);
      const cursor = target + 1 + Math.min(state.selection.$from.parentOffset, node.content.size);
      dispatch(tr.setSelection(TextSelection.create(tr.doc, cursor)).scrollIntoView());
    }
    return true;
  };
}

/** Toggle a mark of the schema on the selection. */
export function toggleMarkNamed(name: 'bold' | 'italic'): Command {
  return (state, dispatch) => {
    const type = state.schema.marks[name];
    return type !== undefined && toggleMark(type)(state, dispatch);
  };
}
