import { type Fragment, type Node, Slice } from '@tiptap/pm/model';
import type { EditorState, Transaction } from '@tiptap/pm/state';
import { type ProsemirrorBinding, ySyncPluginKey } from '@tiptap/y-tiptap';
import { changedRuns } from './changedRuns';

/**
 * The transaction that replaces only what changed; y-tiptap's own (`whole`) replaces the whole document.
 *
 * The other blocks stay the same nodes, so their elements, and all positions outside the change, are kept.
 */
export function onlyChanges(state: EditorState, whole: Transaction): Transaction {
  const { children: before } = state.doc;
  const { children: after } = whole.doc;
  const starts = startsOf(before);
  const transaction = state.tr;
  const rewritten = new Map<Node, number>();
  // From the last to the first, so that the positions of the others hold.
  for (const { from, to, start, end } of changedRuns(before, after).reverse()) {
    const [at, was, is] = [starts[from] ?? 0, before[from], after[start]];
    const isOne = to - from === 1 && end - start === 1;
    if (isOne && was && is?.sameMarkup(was)) {
      replaceWords(transaction, at + 1, was.content, is.content);
      rewritten.set(is, start);
    } else transaction.replaceWith(at, starts[to] ?? 0, after.slice(start, end));
  }
  rememberNodes(state, transaction.doc, rewritten);
  copyMeta(whole, transaction);
  return transaction;
}

/** The position of each block, and of the end. */
function startsOf(blocks: readonly Node[]): Uint32Array {
  const starts = new Uint32Array(blocks.length + 1);
  let end = 0;
  let index = 0;
  for (const { nodeSize } of blocks) {
    end += nodeSize;
    index += 1;
    starts[index] = end;
  }
  return starts;
}

function replaceWords(transaction: Transaction, at: number, was: Fragment, is: Fragment): void {
  const changed = changedRange(was, is);
  if (!changed) return;
  const { from, to, end } = changed;
  transaction.replace(at + from, at + to, new Slice(is.cut(from, end), 0, 0));
}

/** The binding knows which type a block renders by the node itself. */
function rememberNodes(state: EditorState, document: Node, rewritten: Map<Node, number>): void {
  const { binding } = ySyncPluginKey.getState(state) as { binding: ProsemirrorBinding };
  if (rewritten.size === 0) return;
  for (const [type, node] of binding.mapping) {
    const index = Array.isArray(node) ? undefined : rewritten.get(node);
    if (index !== undefined) binding.mapping.set(type, document.child(index));
  }
}

/** Where two contents differ: `from` to `to` in the first is `from` to `end` in the second. */
export function changedRange(
  before: Fragment,
  after: Fragment,
): { from: number; to: number; end: number } | null {
  const from = before.findDiffStart(after);
  const last = before.findDiffEnd(after);
  if (from === null || last === null) return null;
  // With repeated letters the two searches overlap.
  const overlap = Math.max(0, from - Math.min(last.a, last.b));
  return { from, to: last.a + overlap, end: last.b + overlap };
}

/** Everything that plugins attached to `from`. */
export function copyMeta(from: Transaction, to: Transaction): void {
  const { meta } = from as unknown as { meta: Record<string, unknown> };
  for (const [key, value] of Object.entries(meta)) to.setMeta(key, value);
}
