// @vitest-environment jsdom
import type { Editor } from '@tiptap/core';
import { TextSelection } from '@tiptap/pm/state';
import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createEditor } from '../createEditor';
import { seedUpdate } from '../testing/seed';
import { linkTarget, setLink } from './links';

let editor: Editor;

function select(paragraphs: string[], from: number, to: number): void {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, seedUpdate(paragraphs.map((text) => ({ text }))), 'network');
  editor = createEditor({
    element: document.body.appendChild(document.createElement('div')),
    body: doc.getXmlFragment('body'),
    awareness: null,
    colourOf: () => undefined,
    editable: true,
    attributes: () => ({}),
    openLinkDialog: () => undefined,
    leaveForToolbar: () => undefined,
    onUnknownContent: () => undefined,
  });
  editor.view.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, from, to)));
}

afterEach(() => editor.destroy());

const text = () => editor.state.doc.children.map((block) => block.textContent);
const link = (words: string) =>
  editor.view.dispatch(setLink(editor.state, linkTarget(editor.state), words, 'https://nav.no'));

test.each([
  ['a space behind it', ['alfa beta'], 1, 6],
  ['a space before it', ['alfa beta'], 5, 10],
  ['the start of the next paragraph', ['alfa', 'beta'], 1, 7],
])('linking words that were marked with %s takes nothing from the text', (_, paragraphs, from, to) => {
  select(paragraphs, from, to);
  // As the dialog gives them.
  link(linkTarget(editor.state).text.trim());
  expect(text()).toEqual(paragraphs);
  expect(editor.state.selection.empty).toBe(true);
});

test('words typed after linking stand behind the link, and replace nothing', () => {
  select(['alfa beta'], 6, 10);
  link('beta');
  editor.view.dispatch(editor.state.tr.insertText(' gamma'));
  expect(text()).toEqual(['alfa beta gamma']);
  expect(editor.view.dom.querySelector('a')?.textContent).toBe('beta');
});

test('where nothing is marked, the words of the dialog are put in', () => {
  select(['alfa '], 6, 6);
  link('NAV');
  expect(text()).toEqual(['alfa NAV']);
});
