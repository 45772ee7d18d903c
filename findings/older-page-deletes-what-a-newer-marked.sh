#!/usr/bin/env bash
# A page from before an upgrade opens a paragraph in which a newer one has marked a word: all its words are deleted for everybody.
#
# Expected: with the same schema on both sides an older page shows the words, at worst without the mark.
# Seen:     y-prosemirror 1.2.12 beside 1.3.7 (or @tiptap/y-tiptap 3.0.9), a mark that may overlap itself (excludes: '', as for
#           comments): opening the document is enough, also in an editor that only reads. The paragraph stays, its text is
#           gone at both. The other way round nothing is lost.
# Source:   since 1.3.0 such a mark is stored as its name and a hash of its attributes ("comment--UCrVW6WW"), so that two can
#           overlap; its release notes say that older versions cannot read it. These take an unknown mark for the result of
#           two edits at once and delete the text node (createTextNodesFromYText). Met, the cause not found:
#           TypeCellOS/BlockNote#1564.
# Means:    An upgrade of the binding is a change of the stored format. Turn older pages away before a newer one may write, and
#           look at what a part holds before the binding sees it: show as plain words what it does not know. A
#           server that looks for a mark compares the name in front of "--".
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund older@npm:y-prosemirror@1.2.12 y-prosemirror@1.3.7 @tiptap/y-tiptap@3.0.9 yjs@13.6.33 \
  y-protocols@1.0.7 lib0@0.2.120 jsdom@26.1.0 prosemirror-model@1.25.4 prosemirror-state@1.4.4 prosemirror-transform@1.12.7 \
  prosemirror-view@1.44.0

cat >seen.mjs <<'JS'
import assert from 'node:assert/strict';
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('<!doctype html>');
const { document, navigator, MutationObserver } = window;
for (const [name, value] of Object.entries({ window, document, navigator, MutationObserver }))
  Object.defineProperty(globalThis, name, { value, configurable: true });
const [{ Schema }, { EditorState }, { EditorView }, older, newer, tiptap, Y] = await Promise.all(
  ['prosemirror-model', 'prosemirror-state', 'prosemirror-view', 'older', 'y-prosemirror', '@tiptap/y-tiptap', 'yjs'].map((name) =>
    import(name),
  ),
);
const schema = new Schema({
  nodes: { doc: { content: 'paragraph+' }, paragraph: { content: 'text*', toDOM: () => ['p', 0] }, text: {} },
  marks: { comment: { attrs: { id: {} }, excludes: '', toDOM: () => ['mark', 0] } },
});
const settled = () => new Promise((done) => setTimeout(done, 20));

async function editor({ ySyncPlugin }, shared, editable = true) {
  const doc = new Y.Doc();
  if (shared) Y.applyUpdate(doc, shared);
  const state = EditorState.create({ schema, plugins: [ySyncPlugin(doc.getXmlFragment('text'))] });
  const place = document.body.appendChild(document.createElement('div'));
  const view = new EditorView(place, { state, editable: () => editable });
  await settled();
  return { doc, view, shows: () => view.state.doc.children.map((node) => node.textContent) };
}

/** How the mark is stored, and what its writer is shown once a page that only reads has opened the document. */
async function opened(writing, reading) {
  const writer = await editor(writing);
  writer.view.dispatch(writer.view.state.tr.insertText('Ring legen.', 1).split(12).insertText('Hent medisin.', 14));
  writer.view.dispatch(writer.view.state.tr.addMark(19, 26, schema.mark('comment', { id: 1 })));
  const [, run] = writer.doc.getXmlFragment('text').get(1).get(0).toDelta();
  assert.equal(run.insert, 'medisin');
  const reader = await editor(reading, Y.encodeStateAsUpdate(writer.doc), false);
  Y.applyUpdate(writer.doc, Y.encodeStateAsUpdate(reader.doc));
  await settled();
  assert.deepEqual(writer.shows(), reader.shows());
  return [Object.keys(run.attributes)[0], ...writer.shows()];
}

const seen = {
  'written by the newer, opened by the older': await opened(newer, older),
  'written by y-tiptap, opened by the older': await opened(tiptap, older),
  'written by the older, opened by the newer': await opened(older, newer),
};
console.log(seen);
assert.deepEqual(Object.values(seen), [
  ['comment--UCrVW6WW', 'Ring legen.', ''],
  ['comment--UCrVW6WW', 'Ring legen.', ''],
  ['comment', 'Ring legen.', 'Hent medisin.'],
]);
process.exit();
JS
node seen.mjs
