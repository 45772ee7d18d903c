#!/usr/bin/env bash
# Two people begin to write in one empty paragraph. Ctrl+Z of one of them takes back something older, and leaves these words.
#
# Expected: undo takes back what its writer wrote last; and showing a change of somebody else writes nothing.
# Seen:     y-prosemirror 1.3.7 and @tiptap/y-tiptap 3.0.9: both have made a text in the paragraph. When the other's arrives, the
#           page with the higher client id writes its own words anew behind the other's and deletes its text, in transactions
#           without an origin, also if its editor has become read-only meanwhile. Its undo finds that step deleted already, goes
#           on to the step before, and undoes that, in another paragraph. Its words can no longer be undone at all.
# Source:   both packages' createNodeFromYElement, which makes one of neighbouring texts while it draws them (against doubled
#           letters, yjs/y-prosemirror#160; that converting writes: #271); yjs, src/utils/UndoManager.js: popStackItem passes
#           over steps that change nothing.
# Means:    The first words of a new line are where people meet. "Whoever may not write sends nothing" does not hold for a page
#           that draws: refuse or hold back its updates where they leave it. And do not tell whose change it was, or
#           what may be undone, by a transaction's origin alone.
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

async function editor({ ySyncPlugin, yUndoPlugin, yUndoPluginKey }, clientID, shared) {
  const doc = Object.assign(new Y.Doc(), { clientID });
  if (shared) Y.applyUpdate(doc, shared);
  const state = EditorState.create({ schema, plugins: [ySyncPlugin(doc.getXmlFragment('text')), yUndoPlugin()] });
  const view = new EditorView(document.body.appendChild(document.createElement('div')), { state });
  await settled();
  const { undoManager } = yUndoPluginKey.getState(view.state);
  return {
    doc,
    view,
    undo: () => undoManager.undo(),
    shows: () => view.state.doc.children.map((node) => node.textContent),
    /** As a step of undo that is its own. */
    change(make) {
      view.dispatch(make(view.state.tr));
      undoManager.stopCapturing();
    },
  };
}
const told = (to, from) => Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc), 'network');

for (const [name, binding] of Object.entries({ 'y-tiptap': tiptap, 'y-prosemirror': original })) {
  const kari = await editor(binding, 1);
  kari.change((tr) => tr.insertText('Ring legen.', 1).split(12));
  const ola = await editor(binding, 2, Y.encodeStateAsUpdate(kari.doc));
  ola.change((tr) => tr.insertText(' i dag', 11));
  told(kari, ola);

  for (const [person, words] of [[kari, 'Kari. '], [ola, 'Ola. ']]) person.change((tr) => tr.insertText(words, 20));
  ola.view.setProps({ editable: () => false });
  const origins = [];
  ola.doc.on('update', (_update, origin) => origins.push(origin));
  told(ola, kari);
  told(kari, ola);
  console.log(name, 'updates of the page that only reads, by origin:', origins);
  assert.deepEqual(origins, ['network', null, null]);
  assert.deepEqual(kari.shows(), ['Ring legen i dag.', 'Kari. Ola. ']);

  ola.undo();
  told(kari, ola);
  console.log(name, 'after the undo of Ola:', kari.shows());
  assert.deepEqual(kari.shows(), ['Ring legen.', 'Kari. Ola. ']);
  assert.deepEqual(ola.shows(), kari.shows());

  kari.undo();
  told(ola, kari);
  console.log(name, 'after the undo of Kari:', ola.shows());
  assert.deepEqual(ola.shows(), ['Ring legen.', 'Ola. ']);
}
process.exit();
JS
node seen.mjs
