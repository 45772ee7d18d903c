import type { Node } from '@tiptap/pm/model';
import { Selection, type Transaction } from '@tiptap/pm/state';

/**
 * Give each block of the changed document a node of its own: paragraphs copied by dragging are the same nodes twice.
 *
 * y-tiptap tells blocks apart by their nodes. It would delete the second and write it anew at every move of the caret,
 * and what others write in it meanwhile would be lost.
 */
export function distinctBlocks(transaction: Transaction): void {
  const { doc, selection } = transaction;
  const seen = new Set<Node>();
  const again: { node: Node; at: number }[] = [];
  doc.forEach((node, at) => {
    if (seen.has(node)) again.push({ node, at });
    seen.add(node);
  });
  if (again.length === 0) return;
  for (const { node, at } of again) {
    const own = node.type.create(node.attrs, node.content, node.marks);
    transaction.replaceWith(at, at + node.nodeSize, own);
  }
  transaction.setSelection(Selection.fromJSON(transaction.doc, selection.toJSON()));
}
