#!/usr/bin/env bash
# Backspace at the start of a paragraph deletes what somebody else is typing in it, and Enter leaves it behind.
#
# Expected: both people's intentions, as a CRDT is praised for: two paragraphs become one with all the words, or one
#           becomes two and the words stay where they were typed.
# Seen:     @tiptap/y-tiptap 3.0.9 with yjs 13.6.33, two editors, each on its own for a moment:
#           joined: " I DAG", typed meanwhile at the end of the second paragraph, is gone for both; in the first it stays.
#           split: it stands at the end of the first half ("Hent  I DAG"), no longer after the word it was typed after.
# Source:   the package's updateYFragment: ProseMirror's document is compared with the shared one, and text that moved is
#           deleted in one place and written anew in another. Related: yjs/y-prosemirror#108.
# Means:    "It converges" does not mean that nothing was lost. What was typed into a deleted text is in the update that
#           brought it and not in the document afterwards: look for it there, and offer it again. And a server that keeps
#           authors sees the words that moved as written by whoever pressed the key.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund @tiptap/y-tiptap@3.0.9 yjs@13.6.33 y-protocols@1.0.7 lib0@0.2.120 jsdom@26.1.0 \
  prosemirror-model@1.25.4 prosemirror-state@1.4.4 prosemirror-transform@1.12.7 prosemirror-view@1.44.0

cat >seen.mjs <<'JS'
import assert from 'node:assert/strict';
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('<!doctype html>');
const { document, navigator, MutationObserver } = window;
for (const [name, value] of Object.entries({ window, document, navigator, MutationObserver }))
  Object.defineProperty(globalThis, name, { value, configurable: true });
const [{ Schema }, { EditorState }, { EditorView }, { ySyncPlugin }, Y] = await Promise.all(
  ['prosemirror-model', 'prosemirror-state', 'prosemirror-view', '@tiptap/y-tiptap', 'yjs'].map((name) => import(name)),
);
const paragraph = { content: 'text*', toDOM: () => ['p', 0] };
const schema = new Schema({ nodes: { doc: { content: 'paragraph+' }, paragraph, text: {} } });
const settled = () => new Promise((done) => setTimeout(done, 20));

async function editor(shared) {
  const doc = new Y.Doc();
  if (shared) Y.applyUpdate(doc, shared);
  const state = EditorState.create({ schema, plugins: [ySyncPlugin(doc.getXmlFragment('text'))] });
  const view = new EditorView(document.body.appendChild(document.createElement('div')), { state });
  await settled();
  return { doc, view, shows: () => view.state.doc.children.map((node) => node.textContent) };
}

// Both begin with "Ring legen." and "Hent medisin."; `change` happens at one, `words` are written at the other.
async function atOnce(change, position, words) {
  const one = await editor();
  one.view.dispatch(one.view.state.tr.insertText('Ring legen.', 1).split(12).insertText('Hent medisin.', 14));
  const other = await editor(Y.encodeStateAsUpdate(one.doc));
  one.view.dispatch(change(one.view.state.tr));
  other.view.dispatch(other.view.state.tr.insertText(words, position));
  const theirs = Buffer.from(Y.encodeStateAsUpdate(other.doc));
  Y.applyUpdate(one.doc, theirs);
  Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(one.doc));
  await settled();
  assert.deepEqual(one.shows(), other.shows());
  const still = Buffer.from(Y.encodeStateAsUpdate(one.doc)).includes(words.trim());
  console.log(one.shows(), `"${words.trim()}" in the update: ${theirs.includes(words.trim())}, in the document afterwards: ${still}`);
  assert.deepEqual([theirs.includes(words.trim()), still], [true, one.shows().join().includes(words.trim())]);
  return one.shows();
}

const join = (change) => change.join(13);
assert.deepEqual(await atOnce(join, 27, ' I DAG'), ['Ring legen.Hent medisin.']);
assert.deepEqual(await atOnce(join, 5, ' I DAG'), ['Ring I DAG legen.Hent medisin.']);
assert.deepEqual(await atOnce((change) => change.split(19), 27, ' I DAG'), ['Ring legen.', 'Hent  I DAG', 'medisin.']);
process.exit();
JS
node seen.mjs
