import type { Node } from '@tiptap/pm/model';
import type { EditorState } from '@tiptap/pm/state';
import { ReplaceStep, StepMap } from '@tiptap/pm/transform';
import { type ProsemirrorBinding, ySyncPluginKey } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { giveTexts } from './emptyText';
import { deleteInline, insertInline } from './inlineText';
import { keptWords } from './keptWords';
import { lastSteps, type OwnStep } from './ownSteps';

/**
 * Write what was done in the editor to the Y document, each letter where it was typed or deleted.
 *
 * y-tiptap compares the texts before and after from the left, so beside equal words it writes another change with the
 * same result: of two equal sentences it deletes the other one, which somebody corrects at the same moment. ProseMirror's
 * steps say which one was meant. What is no matter of letters (new blocks, kinds, marks) is left to y-tiptap, which finds
 * the letters already there. One transaction, so that others get all of it or nothing.
 *
 * Returns whether there was anything to write.
 */
export function writeExactly(
  binding: ProsemirrorBinding,
  state: EditorState,
  addToHistory: boolean,
): boolean {
  const steps = lastSteps(state);
  if (steps.length === 0) return false;
  // Inside the binding's mutex: the change comes from the editor and must not be applied to it again.
  binding.mux(() => {
    binding.doc.transact((transaction) => {
      transaction.meta.set('addToHistory', addToHistory);
      new ExactWriting(binding).write(steps);
      binding._prosemirrorChanged(state.doc);
      giveTexts(binding.type, transaction);
    }, ySyncPluginKey);
  });
  return true;
}

/** Words that are replaced, from one block to the same or a later one. */
interface Range {
  first: number;
  from: number;
  last: number;
  to: number;
}

class ExactWriting {
  /** The node that each block written so far is in the document after the step. */
  private readonly shown = new Map<unknown, Node>();

  constructor(private readonly binding: ProsemirrorBinding) {}

  /** Up to the first step that is not one of letters; its result is for y-tiptap to find. */
  write(steps: readonly OwnStep[]): void {
    const movesBlocks = steps.some(insertsBlocks);
    for (const own of steps) {
      if (own.step.getMap() === StepMap.empty) this.follow(own);
      else if (!this.replace(own, movesBlocks)) return;
    }
  }

  private replace({ step, before, after }: OwnStep, movesBlocks: boolean): boolean {
    if (!(step instanceof ReplaceStep)) return false;
    const [$from, $to] = [before.resolve(step.from), before.resolve(step.to)];
    const [first, last] = [$from.index(0), $to.index(0)];
    if ($from.depth === 0 && $to.depth === 0)
      return step.slice.size === 0 && !movesBlocks && this.deleteBlocks(before, first, last);
    if ($from.depth !== 1 || $to.depth !== 1) return false;
    if (after.childCount !== before.childCount - (last - first)) return false;
    const range = { first, from: $from.parentOffset, last, to: $to.parentOffset };
    return this.replaceWords(range, before, after);
  }

  /** Of several blocks the first stays, unless nothing of it does: then the last one, with its words. */
  private replaceWords({ first, from, last, to }: Range, before: Node, after: Node): boolean {
    const blocks = this.blocksShowing(before, first, last + 1);
    const [one, other] = [blocks?.[0], blocks?.at(-1)];
    if (!one || !other) return false;
    const now = after.child(first);
    const tail = before.child(last).content.size - to;
    const until = now.content.size - tail;
    if (first === last) {
      const { start, end } = keptWords(
        before.child(first).content.cut(from, to),
        now.content.cut(from, until),
      );
      return this.rewrite(one, now, [from + start, to - end], until - end);
    }
    if (from === 0 && tail > 0) {
      this.remove(first, last);
      return this.rewrite(other, now, [0, to], until);
    }
    this.remove(first + 1, last + 1);
    return this.rewrite(one, now, [from, before.child(first).content.size], now.content.size);
  }

  /** `from` to `to` in a block becomes `from` to `until` of what it is now. */
  private rewrite(block: Y.XmlElement, now: Node, [from, to]: [number, number], until: number): boolean {
    deleteInline(block, from, to - from);
    this.shown.set(block, now);
    return insertInline(block, from, now.content.cut(from, until));
  }

  private deleteBlocks(before: Node, from: number, to: number): boolean {
    if (!this.blocksShowing(before, from, to)) return false;
    this.remove(from, to);
    return true;
  }

  private remove(from: number, to: number): void {
    const { mapping, type } = this.binding;
    for (const block of type.slice(from, to)) mapping.delete(block);
    type.delete(from, to - from);
  }

  /** The types of some blocks; null unless they are known to have the words that the document has there. */
  private blocksShowing(document: Node, from: number, to: number): Y.XmlElement[] | null {
    const blocks = this.binding.type.slice(from, to).filter((block) => block instanceof Y.XmlElement);
    const known = blocks.every((block, index) => this.nodeOf(block) === document.child(from + index));
    return known && blocks.length === to - from ? blocks : null;
  }

  private nodeOf(block: Y.XmlElement) {
    return this.shown.get(block) ?? this.binding.mapping.get(block);
  }

  /** A step of kinds or marks: the blocks are other nodes, with the same words. */
  private follow({ before, after }: OwnStep): void {
    for (const [index, block] of this.binding.type.toArray().entries()) {
      const [was, is] = [before.maybeChild(index), after.maybeChild(index)];
      if (was && is && was !== is && this.nodeOf(block as Y.XmlElement) === was) this.shown.set(block, is);
    }
  }
}

/** A block is moved by deleting and inserting it; y-tiptap finds out which of them can stay. */
function insertsBlocks({ step, before }: OwnStep): boolean {
  return step instanceof ReplaceStep && step.slice.size > 0 && before.resolve(step.from).depth === 0;
}
