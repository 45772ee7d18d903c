// @vitest-environment jsdom
import type { Editor } from '@tiptap/core';
import { TextSelection, type Transaction } from '@tiptap/pm/state';
import { type ProsemirrorBinding, ySyncPluginKey, yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap';
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createEditor } from '../createEditor';
import { blockAttributes, KINDS } from '../schema/block';
import { seedUpdate } from '../testing/seed';

/** One person's document and editor; updates are handed over on request. */
class Page {
  readonly doc = new Y.Doc();
  readonly body = this.doc.getXmlFragment('body');
  readonly editor: Editor;
  private unsent: Uint8Array[] = [];

  constructor(clientID: number, first: Uint8Array) {
    this.doc.clientID = clientID;
    Y.applyUpdate(this.doc, first, 'network');
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'network') this.unsent.push(update);
    });
    this.editor = createEditor({
      element: document.body.appendChild(document.createElement('div')),
      body: this.body,
      awareness: null,
      colourOf: () => undefined,
      editable: true,
      attributes: () => ({}),
      openLinkDialog: () => undefined,
      leaveForToolbar: () => undefined,
      onUnknownContent: () => undefined,
    });
  }

  get view() {
    return this.editor.view;
  }

  get shown() {
    return this.view.state.doc;
  }

  edit(change: (transaction: Transaction) => Transaction): void {
    this.view.dispatch(change(this.view.state.tr));
  }

  /** Everything since the last time, as one update: several changes can arrive together. */
  handTo(other: Page): void {
    const update = this.unsent.length > 0 ? Y.mergeUpdates(this.unsent.splice(0)) : null;
    if (update) Y.applyUpdate(other.doc, update, 'network');
  }

  /** The elements on the screen, by the Yjs type that each shows. */
  elements(): Map<unknown, { element: Element; words: string }> {
    const elements = this.view.dom.querySelectorAll(':scope > .block');
    return new Map(
      this.body.toArray().map((type, index) => {
        const element = elements[index];
        if (!element) throw new Error(`block ${index} is not shown`);
        return [type, { element, words: element.outerHTML }];
      }),
    );
  }

  close(): void {
    this.editor.destroy();
    this.doc.destroy();
  }
}

const SEED = Array.from({ length: 30 }, (_, index) => ({ text: `Avsnitt ${index} om noe` }));
let pages: Page[] = [];
afterEach(() => {
  for (const page of pages) page.close();
  pages = [];
});

function open(): [Page, Page] {
  const first = seedUpdate(SEED);
  const [kari, ola] = [new Page(101, first), new Page(102, first)];
  pages = [kari, ola];
  return [kari, ola];
}

/** What the page shows is what its document holds, and each node is known as that of its type. */
function expectTrue(page: Page): void {
  const { shown, body } = page;
  expect(shown.toJSON()).toEqual(yXmlFragmentToProseMirrorRootNode(body, shown.type.schema).toJSON());
  const { binding } = ySyncPluginKey.getState(page.view.state) as { binding: ProsemirrorBinding };
  for (const [index, type] of body.toArray().entries())
    expect(binding.mapping.get(type as Y.XmlElement), `node ${index}`).toBe(shown.child(index));
}

const startOf = (page: Page, block: number) =>
  page.shown.children.slice(0, block).reduce((sum, { nodeSize }) => sum + nodeSize, 0);

type Doing = (page: Page, block: number) => Transaction;

const DOINGS: Record<string, Doing> = {
  letter: (page, block) => page.view.state.tr.insertText('x', startOf(page, block) + 1),
  Enter: (page, block) =>
    page.view.state.tr.split(startOf(page, block) + 1 + (page.shown.child(block).content.size >> 1)),
  'Enter at the start': (page, block) => page.view.state.tr.split(startOf(page, block) + 1),
  'joined with the one before': (page, block) => page.view.state.tr.join(startOf(page, Math.max(block, 1))),
  'paragraph removed': (page, block) =>
    page.view.state.tr.delete(startOf(page, block), startOf(page, block + 1)),
  'three lines pasted': (page, block) => {
    const line = page.shown.child(block);
    return page.view.state.tr.insert(startOf(page, block), [line, line, line]);
  },
  'words removed over three paragraphs': (page, block) =>
    page.view.state.tr.delete(startOf(page, block) + 2, startOf(page, block + 2) + 2),
  kind: (page, block) => {
    const kind = KINDS[block % KINDS.length] ?? 'paragraph';
    const tr = page.view.state.tr;
    for (const [name, value] of Object.entries(blockAttributes(kind)))
      tr.setNodeAttribute(startOf(page, block), name, value);
    return tr;
  },
  bold: (page, block) =>
    page.view.state.tr.addMark(
      startOf(page, block) + 2,
      startOf(page, block) + 5,
      page.shown.type.schema.mark('bold'),
    ),
  'moved down': (page, block) => {
    const node = page.shown.child(block);
    const at = startOf(page, block);
    return page.view.state.tr
      .delete(at, at + node.nodeSize)
      .insert(startOf(page, block + 2) - node.nodeSize, node);
  },
};

describe.each(Object.entries(DOINGS))('%s by somebody else', (name, doing) => {
  test('leaves every other paragraph its element, untouched', () => {
    const [kari, ola] = open();
    const before = kari.elements();
    const redrawn: MutationRecord[] = [];
    const observer = new MutationObserver((records) => redrawn.push(...records));
    ola.view.dispatch(doing(ola, 4));
    observer.observe(kari.view.dom, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
    ola.handTo(kari);
    redrawn.push(...observer.takeRecords());
    observer.disconnect();
    expectTrue(kari);
    const after = kari.elements();
    const same = [...after].filter(([type, { element }]) => before.get(type)?.element === element);
    expect(same.length, name).toBeGreaterThanOrEqual(SEED.length - 4);
    const far = [...after.values()].slice(12).map(({ element }) => element);
    expect(redrawn.filter(({ target }) => far.some((element) => element.contains(target)))).toEqual([]);
  });
});

/** Repeatable: the same seed gives the same walk. */
function dice(seed: number): (sides: number) => number {
  let state = seed * 7919 + 17;
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * sides);
  };
}

const WALKS = process.env.TESTS_SOAK ? 200 : 6;
const STEPS = process.env.TESTS_SOAK ? 200 : 15;

function act(page: Page, roll: (sides: number) => number): void {
  const all = Object.values(DOINGS);
  const doing = all[roll(all.length)];
  if (!doing || page.shown.childCount < 6) return;
  const block = roll(page.shown.childCount - 3);
  if (page.shown.child(block).content.size > 4 && page.shown.child(block + 2).content.size > 2)
    page.view.dispatch(doing(page, block));
}

test.each(Array.from({ length: WALKS }, (_, walk) => walk))(
  'whatever both do, each page shows its document and the caret stays with its letter (walk %i)',
  (walk) => {
    const roll = dice(walk);
    const [kari, ola] = open();
    for (let step = 0; step < STEPS; step += 1) {
      for (let many = roll(3); many >= 0; many -= 1) act(ola, roll);
      if (roll(2)) act(kari, roll);
      expectTrue(kari);
      expectTrue(ola);
      const caret = caretIn(kari, roll);
      ola.handTo(kari);
      expectTrue(kari);
      caret();
      if (roll(3) === 0) kari.handTo(ola);
    }
    kari.handTo(ola);
    ola.handTo(kari);
    kari.handTo(ola);
    expect(kari.shown.toJSON()).toEqual(ola.shown.toJSON());
  },
);

/** Puts the caret behind a letter; the check finds it there again unless that letter was removed. */
function caretIn(page: Page, roll: (sides: number) => number): () => void {
  const block = roll(page.shown.childCount);
  const text = (page.body.get(block) as Y.XmlElement).get(0);
  if (!(text instanceof Y.XmlText) || text.length === 0) return () => undefined;
  const offset = 1 + roll(text.length);
  page.edit((tr) => tr.setSelection(TextSelection.create(tr.doc, startOf(page, block) + 1 + offset)));
  const letter = Y.createRelativePositionFromTypeIndex(text, offset, -1);
  return () => {
    const found = Y.createAbsolutePositionFromRelativePosition(letter, page.doc);
    const item: unknown = letter.item && Y.getItem(page.doc.store, letter.item);
    if (!found || !(item instanceof Y.Item) || item.deleted) return;
    const now = page.body.toArray().indexOf(found.type.parent as Y.XmlElement);
    expect(page.view.state.selection.head).toBe(startOf(page, now) + 1 + found.index);
  };
}
