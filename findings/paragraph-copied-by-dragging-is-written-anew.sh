#!/usr/bin/env bash
# A paragraph copied by dragging it (with Ctrl) is deleted and written anew at every move of the caret.
#
# Expected: moving the caret writes nothing.
# Seen:     @tiptap/y-tiptap 3.0.9 with prosemirror-view 1.44.0: each selection writes an update that deletes the second of two
#           equal paragraphs and makes it again, for everybody, until somebody else changes something. What others type in it
#           at that moment is lost. y-prosemirror 1.3.7: nothing is written.
# Source:   y-tiptap, src/plugins/sync-plugin.js, findMappedChildAnchors: children are found in a Map by their node. ProseMirror
#           drops the very nodes that were dragged (input.ts, drop: `dragging.slice`), so a copy is the same object twice; a Map
#           keeps one place for both, and the second is taken for moved.
# Means:    Nodes are values to ProseMirror and identities to the binding. Give a copied block a node of its own before it is
#           written: `node.type.create(node.attrs, node.content, node.marks)`; `node.copy(node.content)` is the same object.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund @tiptap/y-tiptap@3.0.9 y-prosemirror@1.3.7 yjs@13.6.33 y-protocols@1.0.7 lib0@0.2.120 \
  jsdom@26.1.0 prosemirror-model@1.25.4 prosemirror-state@1.4.4 prosemirror-transform@1.12.7 prosemirror-view@1.44.0

cat >seen.mjs <<'JS'
import assert from 'node:assert/strict';
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('<!doctype html>');
const { document, navigator, MutationObserver } = window;
for (const [name, value] of Object.entries({ window, document, navigator, MutationObserver }))
  Object.defineProperty(globalThis, name, { value, configurable: true });
const [{ Schema }, { EditorState, TextSelection }, { EditorView }, tiptap, original, Y] = await Promise.all(
  ['prosemirror-model', 'prosemirror-state', 'prosemirror-view', '@tiptap/y-tiptap', 'y-prosemirror', 'yjs'].map((name) =>
    import(name),
  ),
);
const paragraph = { content: 'text*', toDOM: () => ['p', 0] };
const schema = new Schema({ nodes: { doc: { content: 'paragraph+' }, paragraph, text: {} } });
const settled = () => new Promise((done) => setTimeout(done, 20));

/** Updates written while the caret moves ten times, after the first paragraph was copied in front of itself. */
async function writtenByMoving(ySyncPlugin) {
  const doc = new Y.Doc();
  const body = doc.getXmlFragment('text');
  for (const words of ['alfa', 'beta']) {
    const block = new Y.XmlElement('paragraph');
    body.push([block]);
    block.push([new Y.XmlText(words)]);
  }
  const state = EditorState.create({ schema, plugins: [ySyncPlugin(body)] });
  const view = new EditorView(document.body.appendChild(document.createElement('div')), { state });
  await settled();
  const dragged = view.state.doc.child(0);
  view.dispatch(view.state.tr.insert(0, dragged));
  assert.deepEqual(view.state.doc.children.map((node) => node.textContent), ['alfa', 'alfa', 'beta']);
  let updates = 0;
  doc.on('update', () => updates++);
  for (let at = 1; at <= 10; at += 1)
    view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(at))));
  return updates;
}

const seen = {
  'y-tiptap': await writtenByMoving(tiptap.ySyncPlugin),
  'y-prosemirror': await writtenByMoving(original.ySyncPlugin),
};
console.log('updates written by moving the caret ten times:', seen);
assert.deepEqual(seen, { 'y-tiptap': 10, 'y-prosemirror': 0 });
process.exit();
JS
node seen.mjs
