// @vitest-environment jsdom
import { getSchema } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { EditorState, type Plugin, type Transaction } from '@tiptap/pm/state';
import type { DecorationSet } from '@tiptap/pm/view';
import { expect, test } from 'vitest';
import { seededBelow } from '../../../testing/seeded';
import { blockAttributes, KINDS } from './block';
import { ListSemantics } from './listDecorations';
import { SCHEMA_EXTENSIONS } from './schema';

const SCHEMA = getSchema(SCHEMA_EXTENSIONS);
const add = ListSemantics.config.addProseMirrorPlugins as unknown as () => Plugin<DecorationSet>[];

type Below = (below: number) => number;

function block(random: Below): Node {
  const kind = KINDS[random(KINDS.length)] ?? 'paragraph';
  return SCHEMA.nodes.block?.create(blockAttributes(kind, { indent: random(3) }), SCHEMA.text('ord')) as Node;
}

/** One change: blocks in, blocks out, letters, another kind, Enter. */
function change(tr: Transaction, random: Below): Transaction {
  const { doc } = tr;
  const [one = 0, other = 0] = [random(doc.childCount), random(doc.childCount)].sort((a, b) => a - b);
  const start = (index = 0) => doc.children.slice(0, index).reduce((sum, { nodeSize }) => sum + nodeSize, 0);
  const [from, to] = [start(one), start(other)];
  const changes = [
    () => tr.insert(from, [block(random), block(random)]),
    () => tr.insert(from, SCHEMA.nodes.block?.create(blockAttributes('paragraph')) as Node),
    () => tr.delete(from, to),
    () => tr.insertText('x', from + 1),
    () => tr.setNodeMarkup(from, null, block(random).attrs),
    () => tr.split(from + Math.min(2, doc.child(one).nodeSize - 1)),
  ];
  return changes[random(changes.length)]?.() ?? tr;
}

/** What is drawn, without the number of the editor in the ids. */
function drawn(state: EditorState): string[] {
  const set = (state.plugins[0] as Plugin<DecorationSet>).getState(state);
  return (set?.find() ?? [])
    .map((decoration) => {
      const { from, to, spec } = decoration;
      const { attrs } = (decoration as unknown as { type: { attrs?: object } }).type;
      return `${from}–${to} ${JSON.stringify(attrs ?? spec.key)}`.replaceAll(/list-\d+-/g, '');
    })
    .sort();
}

test('after any change the lists are those of the text as it is now', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const random = seededBelow(seed);
    const doc = SCHEMA.topNodeType.create(
      null,
      Array.from({ length: 12 }, () => block(random)),
    );
    let state = EditorState.create({ doc, plugins: add() });
    for (let step = 0; step < 25; step++) {
      state = state.apply(change(state.tr, random));
      const anew = EditorState.create({ doc: state.doc, plugins: add() });
      expect(drawn(state), `seed ${seed}, step ${step}`).toEqual(drawn(anew));
    }
  }
});

test('a paragraph in a text apart from its lists leaves them as they are drawn', () => {
  const kinds = ['bullet', 'paragraph', 'paragraph', 'paragraph', 'ordered'] as const;
  const blocks = kinds.map(
    (kind) => SCHEMA.nodes.block?.create(blockAttributes(kind), SCHEMA.text('ord')) as Node,
  );
  const state = EditorState.create({ doc: SCHEMA.topNodeType.create(null, blocks), plugins: add() });
  const items = (now: EditorState) =>
    (now.plugins[0] as Plugin<DecorationSet>)
      .getState(now)
      ?.find(0, 1)
      .map((decoration) => (decoration as unknown as { type: object }).type);
  const after = state.apply(state.tr.split(12));
  expect(after.doc.childCount).toBe(6);
  // The same objects: nothing was made anew.
  expect(items(after)?.map((item, index) => item === items(state)?.[index])).toEqual([true, true]);
});
