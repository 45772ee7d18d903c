import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { linesOf, watchLines, wordsOf } from './lines';

function docOf(...blocks: Y.XmlElement[]): Y.Doc {
  const doc = new Y.Doc();
  doc.getXmlFragment('body').push(blocks);
  return doc;
}

function block(text: string, attributes: Record<string, string> = {}): Y.XmlElement {
  const element = new Y.XmlElement('block');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.push([new Y.XmlText(text)]);
  return element;
}

test('lines hold the words with their marks, and the attributes of their block', () => {
  const bold = block('fet', { kind: 'heading', level: '1' });
  const doc = docOf(bold);
  (bold.get(0) as Y.XmlText).format(0, 2, { bold: true });
  bold.push([new Y.XmlElement('hardBreak'), new Y.XmlText('ny linje')]);
  expect(linesOf(doc)).toEqual([
    {
      attributes: { kind: 'heading', level: '1' },
      runs: [
        { text: 'fe', marks: { bold: true } },
        { text: 't', marks: {} },
        { text: '\n', marks: {} },
        { text: 'ny linje', marks: {} },
      ],
    },
  ]);
});

test('empty lines are left out', () => {
  expect(linesOf(docOf(block(''), block(' '), block('ord'))).map(wordsOf)).toEqual(['ord']);
});

test('changes are shown until one stops watching', () => {
  const doc = docOf(block('ord'));
  const seen: string[][] = [];
  const stop = watchLines(doc, (lines) => seen.push(lines.map(wordsOf)));
  doc.getXmlFragment('body').push([block('fler')]);
  stop();
  doc.getXmlFragment('body').push([block('usett')]);
  expect(seen).toEqual([['ord'], ['ord', 'fler']]);
});
