// @vitest-environment jsdom
import { TextSelection } from '@tiptap/pm/state';
import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createEditor } from '../createEditor';
import { seedUpdate } from '../testing/seed';

const doc = new Y.Doc();
Y.applyUpdate(doc, seedUpdate([{ text: 'alfa' }, { text: 'beta' }, { text: 'gamma' }]), 'network');
const editor = createEditor({
  element: document.body,
  body: doc.getXmlFragment('body'),
  awareness: null,
  colourOf: () => undefined,
  editable: true,
  attributes: () => ({}),
  openLinkDialog: () => undefined,
  leaveForToolbar: () => undefined,
  onUnknownContent: () => undefined,
});
afterEach(() => editor.destroy());

test('moving the caret writes nothing, also in a paragraph that was copied by dragging it', () => {
  const { view } = editor;
  const dragged = view.state.doc.child(1);
  // As ProseMirror does when words are dropped with Ctrl: the very nodes that were dragged.
  view.dispatch(view.state.tr.insert(0, [dragged, dragged]));
  expect(view.state.doc.children.map((block) => block.textContent)).toEqual([
    'beta',
    'beta',
    'alfa',
    'beta',
    'gamma',
  ]);
  const before = Y.encodeStateAsUpdate(doc);
  for (let at = 1; at < view.state.doc.content.size; at += 6)
    view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(at))));
  expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
});
