// @vitest-environment jsdom
import { getSchema } from '@tiptap/core';
import { Fragment, type Node, type Schema, Slice } from '@tiptap/pm/model';
import { EditorState, TextSelection } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import { type Block, blockAttributes, KINDS } from '../schema/block';
import { SCHEMA_EXTENSIONS } from '../schema/schema';
import { BlockSerializer, toPlainText } from './copyOut';
import { readHtml } from './html/readHtml';
import { Account } from './reading/meanings';
import { clean, short } from './reading/testing';

const schema: Schema = getSchema(SCHEMA_EXTENSIONS);

function blockOf(words: string, block: Partial<Block> = {}, ...marks: string[]): Node {
  const text =
    words === ''
      ? []
      : [
          schema.text(
            words,
            marks.map((name) => schema.mark(name)),
          ),
        ];
  return schema.node('block', blockAttributes(block.kind ?? 'paragraph', block), text);
}

function copied(blocks: Node[], state: EditorState | null = null): string {
  const target = document.createElement('div');
  BlockSerializer.for(schema, () => state).serializeFragment(Fragment.from(blocks), { document }, target);
  return target.innerHTML;
}

function pastedAgain(html: string): unknown[] {
  return readHtml(html, (meaning) => meaning, new Account()).map(({ kind, level, indent, inline }) => ({
    ...blockAttributes(kind, { level, indent }),
    words: inline.map((part) => (part === 'break' ? '\n' : part.text)).join(''),
    bold: inline.some((part) => part !== 'break' && part.bold),
  }));
}

const asPasted = (node: Node) => ({
  ...node.attrs,
  words: node.textBetween(0, node.content.size, '', '\n'),
  bold: node.firstChild?.marks.some(({ type }) => type.name === 'bold') ?? false,
});

/** A repeatable walk through the numbers below 2^32. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test('whatever is copied here and pasted again is the same: kinds, levels, indents, spaces, empty paragraphs', () => {
  const pick = numbers(11);
  const words = ['', 'en', 'to  med mellomrom', '[strøket: Ritalin] | –', '1 000 kr'];
  for (let turn = 0; turn < 300; turn += 1) {
    const blocks = Array.from({ length: 1 + pick(6) }, () => {
      const kind = KINDS[pick(KINDS.length)] ?? 'paragraph';
      const indent = kind === 'heading' ? 0 : pick(4);
      return blockOf(
        words[pick(words.length)] ?? '',
        { kind, level: (1 + pick(3)) as Block['level'], indent },
        ...(pick(3) === 0 ? ['bold'] : []),
      );
    });
    const html = copied(blocks);
    expect(pastedAgain(html), html).toEqual(blocks.map(asPasted));
  }
});

test('items keep their numbers where only some are copied, and their kinds of numbers', () => {
  const items = ['en', 'to', 'tre'].map((words) => blockOf(words, { kind: 'ordered' }));
  const deeper = blockOf('under', { kind: 'ordered', indent: 1 });
  const doc = schema.node('doc', null, [...items, deeper]);
  const state = EditorState.create({ doc });
  const second = state.apply(state.tr.setSelection(TextSelection.create(doc, 6, doc.content.size - 1)));
  const part = [...items.slice(1), deeper];
  const html = copied(part, second);
  expect(html).toContain('<ol start="2" data-samplan="">');
  expect(html).toContain('<ol type="a">');
  expect(toPlainText(new Slice(Fragment.from(part), 1, 1), second)).toBe('2. to\n3. tre\n  a. under');
  // Elsewhere they are what they are here; here they are items again.
  expect(clean(html.replace(' data-samplan=""', ''))).toEqual(['2. to', '3. tre', '  1. under']);
  expect(clean(html)).toEqual(['1. to', '1. tre', '  1. under']);
});

test('a paragraph below an item is part of the item, an indent elsewhere is kept', () => {
  const blocks = [
    blockOf('en', { kind: 'bullet' }),
    blockOf('mer', { indent: 1 }),
    blockOf('alene', { indent: 2 }),
  ];
  expect(copied(blocks)).toBe('<ul data-samplan=""><li>en<p>mer</p></li></ul><p data-indent="2">alene</p>');
});

test('marks and links go along', () => {
  const link = schema.mark('link', { href: 'https://nav.no/' });
  const node = schema.node('block', { kind: 'paragraph' }, [schema.text('a'), schema.text('b', [link])]);
  expect(short(readHtml(copied([node]), (meaning) => meaning, new Account()))).toEqual([
    'a[b](https://nav.no/)',
  ]);
});
