#!/usr/bin/env bash
# A page that lost its connection for a moment does not see who is there when it is told: not until each of them does something.
#
# Expected: a page that takes away the others' presence when its socket closes (as y-websocket and @hocuspocus/provider do)
#           and is handed the same states on coming back shows them again.
# Seen:     y-protocols 1.0.7: the answer is ignored, without an event. removeAwarenessStates forgets the state and keeps
#           its clock, and applyAwarenessUpdate takes a state only with a higher clock. It comes back when its owner
#           moves, or renews it after up to 15 s.
# Source:   y-protocols, awareness.js: removeAwarenessStates, applyAwarenessUpdate; @hocuspocus/provider 4.8.0,
#           src/HocuspocusProvider.ts: onClose. The mirror image, a page that is not seen by others: yjs/y-websocket#122.
# Means:    "Who is here" is too short after every hiccup, and a server that keeps states cannot mend it by sending them again.
#           What helps: a new Awareness on the page that returns, or members that renew their states when somebody joins.
#           A test in which somebody moves all the time does not see this.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund y-protocols@1.0.7 yjs@13.6.33 lib0@0.2.120

cat >seen.mjs <<'JS'
import assert from 'node:assert/strict';
import * as Y from 'yjs';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness';

const kari = new Awareness(new Y.Doc());
kari.setLocalState({ name: 'Kari' });
const page = new Awareness(new Y.Doc());
const sees = () => page.getStates().has(kari.clientID);
const told = () => applyAwarenessUpdate(page, encodeAwarenessUpdate(kari, [kari.clientID]), 'server');

told();
assert.equal(sees(), true);

// The page's socket closes. Kari's stays: nothing about her changes.
removeAwarenessStates(page, [kari.clientID], 'closed');
assert.equal(sees(), false);

let events = 0;
page.on('update', () => events++);
told();
console.log('told of Kari again after reconnecting:', sees() ? 'shown' : 'not shown', `(${events} events)`);
assert.deepEqual([sees(), events], [false, 0]);

const fresh = new Awareness(page.doc);
applyAwarenessUpdate(fresh, encodeAwarenessUpdate(kari, [kari.clientID]), 'server');
console.log('a new Awareness of the page:', fresh.getStates().has(kari.clientID) ? 'shown' : 'not shown');
assert.equal(fresh.getStates().has(kari.clientID), true);

kari.setLocalState(kari.getLocalState());
told();
console.log('after Kari said the same once more:', sees() ? 'shown' : 'not shown');
assert.equal(sees(), true);
kari.destroy();
page.destroy();
fresh.destroy();
JS
node seen.mjs
