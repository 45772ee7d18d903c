import type { MarkType } from '@tiptap/pm/model';
import { type EditorState, TextSelection, type Transaction } from '@tiptap/pm/state';

/** The range to be linked, its text, and its present link (empty without one). */
export interface LinkTarget {
  from: number;
  to: number;
  text: string;
  href: string;
}

/** The target of the link dialog: the whole link at the caret, else the selection. */
export function linkTarget(state: EditorState): LinkTarget {
  const { from, to, $from, empty } = state.selection;
  const type = state.schema.marks.link as MarkType;
  const around = empty ? linkAround(state, type) : null;
  if (around) return around;
  const href = $from.nodeAfter?.marks.find((mark) => mark.type === type)?.attrs.href as string | undefined;
  return { from, to, text: state.doc.textBetween(from, to, ' '), href: href ?? '' };
}

function linkAround(state: EditorState, type: MarkType): LinkTarget | null {
  const { $from } = state.selection;
  if ($from.depth === 0) return null;
  const { parent } = $from;
  const here = parent.childAfter($from.parentOffset).node ? parent.childAfter($from.parentOffset) : null;
  const mark =
    here?.node?.marks.find((each) => each.type === type) ??
    parent.childBefore($from.parentOffset).node?.marks.find((each) => each.type === type);
  if (!mark) return null;
  let target: LinkTarget | null = null;
  parent.forEach((node, offset) => {
    const start = $from.start() + offset;
    if (!mark.isInSet(node.marks)) return;
    if (target?.to === start) target = { ...target, to: start + node.nodeSize };
    else if (!target || target.to < $from.pos) {
      target = { from: start, to: start + node.nodeSize, text: '', href: String(mark.attrs.href) };
    }
  });
  return withText(target, state);
}

function withText(target: LinkTarget | null, state: EditorState): LinkTarget | null {
  return target && { ...target, text: state.doc.textBetween(target.from, target.to) };
}

/** Link the target to `href` as it stands, with its spaces; `text` is for where there is none. The caret goes behind it. */
export function setLink(state: EditorState, target: LinkTarget, text: string, href: string): Transaction {
  const tr = state.tr;
  const mark = state.schema.mark('link', { href });
  const linked = target.to > target.from;
  if (!linked) tr.insertText(text, target.from);
  const end = linked ? target.to : target.from + text.length;
  tr.addMark(target.from, end, mark);
  return tr.setSelection(TextSelection.create(tr.doc, end)).removeStoredMark(mark);
}

export function removeLink(state: EditorState, { from, to }: LinkTarget): Transaction {
  return state.tr.removeMark(from, to, state.schema.marks.link as MarkType);
}
