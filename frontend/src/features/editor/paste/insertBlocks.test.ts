// @vitest-environment jsdom
import { getSchema } from '@tiptap/core';
import { EditorState, TextSelection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { expect, test } from 'vitest';
import { type Block, blockAttributes } from '../schema/block';
import { SCHEMA_EXTENSIONS } from '../schema/schema';
import { insertBlocks } from './insertBlocks';
import { type CleanBlock, NO_MARKS } from './reading/blockWriter';

const SCHEMA = getSchema(SCHEMA_EXTENSIONS);
const PLAIN: Block = { kind: 'paragraph', level: 2, indent: 0 };
const HEADING: Block = { ...PLAIN, kind: 'heading', level: 3 };
const BULLET: Block = { ...PLAIN, kind: 'bullet' };
const DEEP: Block = { ...BULLET, indent: 2 };
const NUMBERED: Block = { ...PLAIN, kind: 'ordered', indent: 1 };

/** The blocks after `pasted` was pasted at the end of a block that holds `words`. */
function pastedInto(at: Block, words: string, ...pasted: Block[]): object[] {
  const block = SCHEMA.node('block', blockAttributes(at.kind, at), words ? [SCHEMA.text(words)] : []);
  const doc = SCHEMA.node('doc', null, [block]);
  const view = {
    state: EditorState.create({ doc, selection: TextSelection.atEnd(doc) }),
    dispatch(tr: Parameters<EditorView['dispatch']>[0]) {
      this.state = this.state.apply(tr);
    },
  };
  const blocks = pasted.map(
    (each, n): CleanBlock => ({ ...each, inline: [{ text: `limt ${n}`, ...NO_MARKS }] }),
  );
  insertBlocks(view as unknown as EditorView, blocks);
  return view.state.doc.children.map(({ attrs, textContent }) => ({ ...attrs, textContent }));
}

const shape = (block: Block, textContent: string) => ({
  ...blockAttributes(block.kind, block),
  textContent,
});

test.each([
  ['a heading, in an empty line of a list', BULLET, HEADING, HEADING],
  ['... also where it stands deep', DEEP, HEADING, HEADING],
  ['... and in an empty heading of another size', { ...HEADING, level: 1 } as Block, HEADING, HEADING],
  ['a number, in an empty line with a dot', BULLET, NUMBERED, { ...NUMBERED, indent: 0 }],
  ['an item stays as deep as its line', DEEP, BULLET, DEEP],
  ['an item, in an empty heading', HEADING, NUMBERED, NUMBERED],
  ['plain words, in an empty line of a list', DEEP, PLAIN, DEEP],
  ['plain words, in an empty heading', HEADING, PLAIN, HEADING],
  ['anything, in an empty paragraph', PLAIN, NUMBERED, NUMBERED],
])('%s: what is pasted is shown as what it means', (_, at, pasted, becomes) => {
  expect(pastedInto(at, '', pasted)).toEqual([shape(becomes, 'limt 0')]);
  expect(pastedInto(at, '', pasted, PLAIN)).toEqual([shape(becomes, 'limt 0'), shape(PLAIN, 'limt 1')]);
});

test('behind words that stand there the first block goes on, whatever it was', () => {
  expect(pastedInto(BULLET, 'før ', HEADING, PLAIN)).toEqual([
    shape(BULLET, 'før limt 0'),
    shape(PLAIN, 'limt 1'),
  ]);
});
