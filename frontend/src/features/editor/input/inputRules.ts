import { Extension } from '@tiptap/core';
import { InputRule, inputRules } from '@tiptap/pm/inputrules';
import type { Transaction } from '@tiptap/pm/state';
import { type BlockKind, blockAttributes, type HeadingLevel, readBlock } from '../schema/block';

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

const RULES = [
  shapeRule(/^[-*•]\s$/, 'bullet'),
  shapeRule(/^1[.)]\s$/, 'ordered'),
  shapeRule(/^(#{1,3})\s$/, 'heading'),
];

export const InputRules = Extension.create({
  name: 'inputRules',
  addProseMirrorPlugins: () => [inputRules({ rules: RULES })],
});
