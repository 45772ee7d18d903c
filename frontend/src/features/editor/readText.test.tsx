// @vitest-environment jsdom
import { act } from 'react';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { shownPage } from '../../ui/testing/shown';
import { createEditor } from './createEditor';
import { ReadText } from './ReadText';

const shown = shownPage();

type Words = string | { text: string; marks: Record<string, object> } | null;

/** Of every kind of block and mark; null is a line break. */
const TEXT: [Record<string, string | number>, Words[]][] = [
  [{ kind: 'heading', level: 1 }, ['Hvem jeg er']],
  [{ kind: 'heading', level: 3 }, [{ text: 'Mindre', marks: { italic: {} } }]],
  [{ kind: 'paragraph' }, ['Jeg liker ', { text: 'sjøen', marks: { bold: {}, italic: {} } }, null, 'mye.']],
  [{ kind: 'paragraph', indent: 2 }, []],
  [{ kind: 'bullet' }, ['ro']],
  [{ kind: 'bullet', indent: 1 }, ['helst ', { text: 'om kvelden', marks: { bold: {} } }]],
  [{ kind: 'ordered' }, ['først']],
  [{ kind: 'ordered' }, [{ text: 'nav.no', marks: { link: { href: 'https://nav.no/a' } } }]],
  [{ kind: 'paragraph' }, [{ text: 'ikke', marks: { link: { href: 'javascript:alert(1)' } } }, ' trygt']],
  [{ kind: 'bullet' }, ['en ny liste']],
];

function written(): Y.XmlFragment {
  const body = new Y.Doc().getXmlFragment('body');
  for (const [attributes, words] of TEXT) {
    const block = new Y.XmlElement('block');
    body.push([block]);
    for (const [name, value] of Object.entries(attributes)) block.setAttribute(name, value as string);
    for (const each of words) write(block, each);
  }
  return body;
}

function write(block: Y.XmlElement, words: Words): void {
  const text = words === null ? new Y.XmlElement('hardBreak') : new Y.XmlText();
  block.push([text]);
  if (!(text instanceof Y.XmlText)) return;
  if (typeof words === 'string') text.insert(0, words);
  else if (words) text.insert(0, words.text, words.marks);
}

function editorOf(body: Y.XmlFragment) {
  return createEditor({
    element: document.createElement('div'),
    body,
    awareness: null,
    colourOf: () => undefined,
    editable: false,
    attributes: () => ({}),
    openLinkDialog: () => undefined,
    leaveForToolbar: () => undefined,
    onUnknownContent: () => undefined,
  });
}

/** What is shown and what is heard, without what is only there to be written in, and with ids by their order. */
function meaning(blocks: Element[]): string {
  const clones = blocks.map((block) => block.cloneNode(true) as Element);
  for (const clone of clones) {
    for (const filler of clone.querySelectorAll('br.ProseMirror-trailingBreak')) filler.className = '';
    for (const bare of clone.querySelectorAll('span, a:not([href])')) bare.replaceWith(...bare.childNodes);
    clone.removeAttribute('contenteditable');
    clone.classList.remove('ProseMirror-widget');
    clone.normalize();
  }
  const html = clones.map((clone) => sorted(clone)).join('\n');
  const ids = [...new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id))];
  return ids.reduce((text, id, at) => text.replaceAll(id, `item${at}`), html).replaceAll(' class=""', '');
}

function sorted(element: Element): string {
  const attributes = [...element.attributes].map(({ name, value }) => `${name}="${value}"`).sort();
  const tag = element.localName;
  const inner = [...element.childNodes].map((node) =>
    node instanceof Element ? sorted(node) : (node.textContent ?? ''),
  );
  return `<${[tag, ...attributes].join(' ')}>${inner.join('')}</${tag}>`;
}

const read = () => [...shown.page.querySelectorAll('.part-editor__text > *')];

test('a text that is only read looks and sounds as in the editor', async () => {
  const body = written();
  const editor = editorOf(body);
  expect(Object.keys(editor.schema.marks).sort()).toEqual(['bold', 'italic', 'link']);
  await shown.show(<ReadText body={body} coming={false} label="Om meg" />);
  expect(meaning(read())).toBe(meaning([...editor.view.dom.children]));
  editor.destroy();
});

test('what others write is shown in a text that is only read', async () => {
  const body = written();
  await shown.show(<ReadText body={body} coming={false} label="Om meg" />);
  await act(async () => write(body.get(3) as Y.XmlElement, 'Nytt.'));
  expect(shown.page.textContent).toContain('Nytt.');
  expect(shown.page.querySelector('[contenteditable]')).toBeNull();
});

test('a paragraph that nobody touched stays the element it was', async () => {
  const body = written();
  await shown.show(<ReadText body={body} coming={false} label="Om meg" />);
  const before = read();
  const block = new Y.XmlElement('block');
  block.setAttribute('kind', 'paragraph');
  await act(async () => {
    body.insert(1, [block]);
    body.delete(3, 1);
  });
  const after = read();
  const [, inserted] = after;
  expect(after.filter((element) => element !== inserted)).toEqual(before.filter((_, at) => at !== 2));
  expect(before).not.toContain(inserted);
});

test('content of a newer page is shown as words, and said to be that', async () => {
  const body = written();
  await shown.show(<ReadText body={body} coming={false} label="Om meg" />);
  await act(async () => body.push([new Y.XmlElement('table')]));
  expect(shown.page.querySelector('.ds-alert')).not.toBeNull();
  expect(shown.page.textContent).toContain('Jeg liker');
});

test('an empty text is said to be empty, unless the editor is on its way', async () => {
  const body = new Y.Doc().getXmlFragment('body');
  await shown.show(<ReadText body={body} coming={false} label="Om meg" />);
  expect(shown.page.textContent).toBe('Her er det ikke skrevet noe ennå.');
  await shown.show(<ReadText body={body} coming label="Om meg" />);
  expect(shown.page.textContent).toBe('');
});
