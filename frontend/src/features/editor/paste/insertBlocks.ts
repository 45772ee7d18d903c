import { Fragment, type Mark, type Node as ProseMirrorNode, type Schema } from '@tiptap/pm/model';
import { TextSelection, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { type Block, blockAttributes, isList, readBlock } from '../schema/block';
import type { CleanBlock, Inline, Marks } from './reading/blockWriter';

/** UTF-16 units per step. Each step is sent as one frame, which must be smaller than the server's limit of 256 kB. */
const STEP_SIZE = 40_000;

/** Insert cleaned blocks at the selection, in as many steps as their size requires. */
export function insertBlocks(view: EditorView, blocks: readonly CleanBlock[]): void {
  inSteps(blocks).forEach((step) => {
    const { tr } = view.state;
    insertNodes(tr, toNodes(step, view.state.schema));
    view.dispatch(tr.scrollIntoView().setMeta('paste', true));
  });
}

/** Every step after the first begins with an empty block, or with the rest of a paragraph longer than one step. */
function inSteps(blocks: readonly CleanBlock[]): CleanBlock[][] {
  let step: CleanBlock[] = [];
  let size = 0;
  const steps = [step];
  for (const piece of blocks.flatMap(shortPieces)) {
    if (size + piece.size > STEP_SIZE && size > 0) {
      step = piece.continues ? [] : [{ ...piece.block, inline: [] }];
      steps.push(step);
      size = 0;
    }
    step.push(piece.block);
    size += piece.size;
  }
  return steps;
}

interface Piece {
  block: CleanBlock;
  size: number;
  continues: boolean;
}

function shortPieces(block: CleanBlock): Piece[] {
  const pieces: Piece[] = [];
  let inline: Inline[] = [];
  let size = 0;
  const close = () => {
    pieces.push({ block: { ...block, inline }, size, continues: pieces.length > 0 });
    inline = [];
    size = 0;
  };
  for (const part of block.inline.flatMap(shortParts)) {
    const length = part === 'break' ? 1 : part.text.length;
    if (size > 0 && size + length > STEP_SIZE) close();
    inline.push(part);
    size += length;
  }
  close();
  return pieces;
}

function shortParts(part: Inline): Inline[] {
  if (part === 'break' || part.text.length <= STEP_SIZE) return [part];
  const parts: Inline[] = [];
  const characters = part.text;
  for (let from = 0; from < characters.length; ) {
    let to = Math.min(from + STEP_SIZE, characters.length);
    // Never split a surrogate pair.
    if (/[\ud800-\udbff]/.test(characters[to - 1] ?? '')) to = Math.min(to + 1, characters.length);
    parts.push({ ...part, text: characters.slice(from, to) });
    from = to;
  }
  return parts;
}

function toNodes(blocks: readonly CleanBlock[], schema: Schema): ProseMirrorNode[] {
  return blocks.map((block) =>
    schema.node(
      'block',
      blockAttributes(block.kind, block),
      block.inline.map((part) =>
        part === 'break' ? schema.node('hardBreak') : schema.text(part.text, marksOf(part, schema)),
      ),
    ),
  );
}

function marksOf(marks: Marks, schema: Schema): Mark[] {
  return [
    ...(marks.href ? [schema.mark('link', { href: marks.href })] : []),
    ...(marks.bold ? [schema.mark('bold')] : []),
    ...(marks.italic ? [schema.mark('italic')] : []),
  ];
}

/**
 * Replace the selection by `nodes`. The first node continues the block at the caret, which takes its kind if it is
 * empty, and the text after the caret moves to the last; the existing block stays the same node.
 */
function insertNodes(tr: Transaction, nodes: readonly ProseMirrorNode[]): Transaction {
  const [first, ...rest] = nodes;
  if (!first) return tr;
  tr.deleteSelection();
  const { $from } = tr.selection;
  if ($from.depth === 0) return tr;
  if ($from.parent.content.size === 0) {
    const taken = taking(readBlock($from.parent.attrs), readBlock(first.attrs));
    for (const [name, value] of Object.entries(taken)) tr.setNodeAttribute($from.before(), name, value);
  }
  const last = rest.at(-1);
  const at = $from.pos;
  if (!last) {
    tr.insert(at, first.content);
    return tr.setSelection(TextSelection.create(tr.doc, at + first.content.size));
  }
  const tail = $from.parent.content.cut($from.parentOffset);
  const end = $from.end();
  const after = [...rest.slice(0, -1), last.copy(last.content.append(tail))];
  tr.replaceWith(at, end, first.content);
  const next = at + first.content.size + 1;
  tr.insert(next, Fragment.from(after));
  const cursor = next + rest.reduce((size, node) => size + node.nodeSize, 0) - 1;
  return tr.setSelection(TextSelection.create(tr.doc, cursor));
}

/**
 * What an empty block is once `pasted` stands in it: a heading or a list is shown as such, also where a line of a list was
 * waiting; plain words are what was waiting for them, and an item stays as deep as its line.
 */
function taking(empty: Block, pasted: Block): object {
  if (empty.kind === 'paragraph') return blockAttributes(pasted.kind, pasted);
  if (pasted.kind === 'paragraph') return {};
  const both = isList(empty.kind) && isList(pasted.kind);
  return blockAttributes(pasted.kind, both ? { ...pasted, indent: empty.indent } : pasted);
}
