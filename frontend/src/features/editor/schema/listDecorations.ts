import { Extension } from '@tiptap/core';
import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { commonEnds } from '../binding/changedRuns';
import { isList, readBlock } from './block';
import { type ListPosition, listPositions } from './listPositions';

const key = new PluginKey<DecorationSet>('listSemantics');
let editors = 0;

/**
 * List semantics for flat blocks. Each run of list blocks is exposed as one list: a hidden `role=list` before the
 * run owns its items (`aria-owns`), since flat blocks cannot be wrapped in an element.
 */
export const ListSemantics = Extension.create({
  name: 'listSemantics',
  addProseMirrorPlugins() {
    editors += 1;
    const prefix = `list-${editors}`;
    return [
      new Plugin<DecorationSet>({
        key,
        state: {
          init: (_, state) => decorate(state.doc, prefix),
          apply: (tr, set) => (tr.docChanged ? follow(set, tr, prefix) : set),
        },
        props: { decorations: (state) => key.getState(state) },
      }),
    ];
  },
});

/** The lists after a change; most change none of them, and only move where they are. */
function follow(set: DecorationSet, { before, doc, mapping }: Transaction, prefix: string): DecorationSet {
  if (!sameLists(before.children, doc.children)) return decorate(doc, prefix);
  let isWhole = true;
  const moved = set.map(mapping, doc, {
    onRemove: () => {
      isWhole = false;
    },
  });
  return isWhole ? moved : decorate(doc, prefix);
}

/** Whether no list came, went or was divided, and none begins right below what changed. */
function sameLists(before: readonly ProseMirrorNode[], after: readonly ProseMirrorNode[]): boolean {
  const { head, tail } = commonEnds(before, after);
  const were = before.slice(head, before.length - tail);
  const are = after.slice(head, after.length - tail);
  if (were.length === are.length && were.every((block, index) => are[index]?.sameMarkup(block))) return true;
  const [above, below] = [before[head - 1], before[before.length - tail]];
  return ![...were, ...are, below].some(isItem) && (endsLists(above) || endsLists(below));
}

const isItem = (block: ProseMirrorNode | undefined): boolean =>
  block !== undefined && isList(block.attrs.kind);

const endsLists = (block: ProseMirrorNode | undefined): boolean =>
  block === undefined || (!isItem(block) && readBlock(block.attrs).indent === 0);

interface Item {
  from: number;
  to: number;
  position: ListPosition;
}

function decorate(doc: ProseMirrorNode, prefix: string): DecorationSet {
  if (!doc.children.some(({ attrs }) => isList(attrs.kind))) return DecorationSet.empty;
  const runs = new Map<number, Item[]>();
  for (const item of itemsOf(doc)) {
    const run = runs.get(item.position.run);
    if (run) run.push(item);
    else runs.set(item.position.run, [item]);
  }
  const decorations = [...runs].flatMap(([run, items]) => {
    const ids = items.map((_, index) => `${prefix}-${run}-${index}`);
    return [owner(items, ids), ...items.map((item, index) => itemDecoration(item, ids[index] ?? ''))];
  });
  return DecorationSet.create(doc, decorations);
}

function itemsOf(doc: ProseMirrorNode): Item[] {
  const blocks = doc.children.map((node) => readBlock(node.attrs));
  const positions = listPositions(blocks);
  const items: Item[] = [];
  doc.forEach((node, offset, index) => {
    const position = positions[index];
    if (position) items.push({ from: offset, to: offset + node.nodeSize, position });
  });
  return items;
}

function owner(items: Item[], ids: string[]): Decoration {
  const owned = ids.join(' ');
  const render = () => {
    const list = document.createElement('div');
    list.className = 'block-list';
    list.setAttribute('role', 'list');
    list.setAttribute('aria-owns', owned);
    list.contentEditable = 'false';
    return list;
  };
  return Decoration.widget(items[0]?.from ?? 0, render, { side: -1, key: owned, ignoreSelection: true });
}

function itemDecoration({ from, to, position }: Item, id: string): Decoration {
  return Decoration.node(from, to, {
    id,
    role: 'listitem',
    'aria-level': String(position.level),
    'aria-posinset': String(position.number),
    'aria-setsize': String(position.size),
    'data-marker': position.marker,
  });
}
