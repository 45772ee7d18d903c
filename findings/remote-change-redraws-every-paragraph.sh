#!/usr/bin/env bash
# After somebody's Enter, every paragraph below shows its neighbour's words: all are drawn again, and what one reads moves.
#
# Expected: one more paragraph on the screen, and every other one the element it was. ProseMirror keeps the elements of nodes
#           that are the same object as before, and a browser keeps the element at the top of the screen in its place.
# Seen:     @tiptap/y-tiptap 3.0.9: of 59 paragraphs that nobody touched, 1 keeps its element; the other 58 show their
#           neighbour's words, so the browser keeps the wrong ones in place. y-prosemirror 1.3.7: all 59 keep it.
# Source:   y-tiptap, src/plugins/sync-plugin.js, _typeChanged: `this.mapping.clear()` before the nodes are made, added so that
#           others' carets are placed by current sizes. Every node is then a new object, and prosemirror-view 1.44.0 pairs
#           elements with nodes that are equal but not the same only 5 children ahead (viewdesc.ts: findNodeMatch, preMatch).
# Means:    Identity of nodes is what keeps the screen still and redrawing cheap. `ySyncPlugin(fragment, { mapping })` takes a
#           Map; one whose `clear` does nothing keeps the nodes, since changed types are deleted from it one by one anyway.
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
const [{ Schema }, { EditorState }, { EditorView }, tiptap, original, Y] = await Promise.all(
  ['prosemirror-model', 'prosemirror-state', 'prosemirror-view', '@tiptap/y-tiptap', 'y-prosemirror', 'yjs'].map((name) =>
    import(name),
  ),
);
const paragraph = { content: 'text*', toDOM: () => ['p', 0] };
const schema = new Schema({ nodes: { doc: { content: 'paragraph+' }, paragraph, text: {} } });
const settled = () => new Promise((done) => setTimeout(done, 20));

function withParagraphs(doc) {
  const body = doc.getXmlFragment('text');
  body.insert(0, Array.from({ length: 60 }, (_, number) => {
    const block = new Y.XmlElement('paragraph');
    block.insert(0, [new Y.XmlText(`Paragraph ${number}`)]);
    return block;
  }));
}

/** How many of the paragraphs that nobody touched show the same words in the same element after an Enter in the second. */
async function keptElements(ySyncPlugin) {
  const [mine, theirs] = [new Y.Doc(), new Y.Doc()];
  withParagraphs(mine);
  Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine));
  const open = async (doc) => {
    const state = EditorState.create({ schema, plugins: [ySyncPlugin(doc.getXmlFragment("text"))] });
    const view = new EditorView(document.body.appendChild(document.createElement('div')), { state });
    await settled();
    return view;
  };
  const [here, there] = [await open(mine), await open(theirs)];
  const shown = () => new Map([...here.dom.children].map((element) => [element.textContent, element]));
  const before = shown();
  there.dispatch(there.state.tr.split(17));
  Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs));
  await settled();
  assert.equal(here.state.doc.childCount, 61);
  return [...shown()].filter(([words, element]) => before.get(words) === element).length;
}

const seen = {
  'y-tiptap': await keptElements(tiptap.ySyncPlugin),
  'y-prosemirror': await keptElements(original.ySyncPlugin),
};
console.log('of 59 untouched paragraphs keep their element:', seen);
assert.ok(seen['y-tiptap'] < 10);
assert.equal(seen['y-prosemirror'], 59);
process.exit();
JS
node seen.mjs
