import { Extension } from '@tiptap/core';
import { InputRule, inputRules } from '@tiptap/pm/inputrules';
import type { Transaction } from '@tiptap/pm/state';
import { type BlockKind, blockAttributes, type HeadingLevel, readBlock } from '../schema/block';
import { hrefFromTyping } from '../schema/safeHref';

/** "- ", "1. " and "# " at the start of a paragraph: the sign is removed and the paragraph changes kind. */
function shapeRule(pattern: RegExp, kind: BlockKind): InputRule {
  return new InputRule(pattern, (state, match, start, end): Transaction | null => {
    const $start = state.doc.resolve(start);
    if ($start.depth === 0 || readBlock($start.parent.attrs).kind !== 'paragraph') return null;
    const level = Math.min(match[1]?.length ?? 0, 3) as HeadingLevel;
    const tr = state.tr.delete(start, end);
    const attributes = blockAttributes(kind, { level: level || 1 });
    for (const [name, value] of Object.entries(attributes)) tr.setNodeAttribute($start.before(), name, value);
    return tr;
  });
}

/** "[] " and "[x] " at the start of a block become ticks, which are letters as all others (decisions/0029). */
const tickRule = new InputRule(/^\[([ xX]?)\]\s$/, (state, match, start, end) =>
  state.tr.insertText(match[1]?.trim() ? '☑ ' : '☐ ', start, end),
);

/** An address with a space behind it becomes a link. Of what was matched, the last letter may not stand there yet. */
const linkRule = new InputRule(
  /(?<=^|\s)((?:https?:\/\/|www\.|mailto:|tel:)[^\s<>"«»]*[^\s<>"«».,;:!?)\]}'”])[.,;:!?)\]}'”]*\s$/i,
  (state, match, start, end): Transaction | null => {
    const [whole, address = ''] = match;
    const href = hrefFromTyping(address);
    const to = start + address.length;
    const { link } = state.schema.marks;
    if (href === null || !link || state.doc.rangeHasMark(start, to, link)) return null;
    const tr = state.tr.addMark(start, to, link.create({ href }));
    const typed = whole.slice(end - start);
    return typed === '' ? tr : tr.insertText(typed, end);
  },
);

/** Words between two pairs of asterisks become bold. */
const boldRule = new InputRule(
  /(?<=^|[\s(])\*\*([^\s*](?:[^*]*[^\s*])?)\*\*$/,
  (state, match, start, end) => {
    const length = match[1]?.length ?? 0;
    const bold = state.schema.mark('bold');
    const tr = state.tr.delete(start + 2 + length, end).delete(start, start + 2);
    return tr.addMark(start, start + length, bold).removeStoredMark(bold);
  },
);

const RULES = [
  shapeRule(/^[-*•]\s$/, 'bullet'),
  shapeRule(/^1[.)]\s$/, 'ordered'),
  shapeRule(/^(#{1,3})\s$/, 'heading'),
  tickRule,
  linkRule,
  boldRule,
];

export const InputRules = Extension.create({
  name: 'inputRules',
  addProseMirrorPlugins: () => [inputRules({ rules: RULES })],
});
