#!/usr/bin/env bash
# The provider says that nothing is unsynced while the server has not confirmed what was typed: after forceSync() or a reconnect.
#
# Expected: hasUnsyncedChanges is true as long as a change is unconfirmed.
# Seen:     @hocuspocus/provider 4.8.0 with @hocuspocus/server 4.7.0: three letters are on their way, forceSync() is called
#           (forceSyncInterval does so by itself), the first letter is confirmed: false, and the server holds one letter of
#           three. Each update adds one to the number and each confirmation takes one away, but forceSync() and every
#           opening set it to 1, whatever is on its way or waits to be sent.
# Source:   the package, src/HocuspocusProvider.ts: resetUnsyncedChanges, forceSync, startSync, decrementUnsyncedChanges;
#           the documentation of `synced` sends to this property whoever wants to know. Earlier: ueberdosis/hocuspocus#825.
# Means:    Do not say "saved", or let a page close without asking, by this property alone where a connection can be lost.
#           Count the answers to what was sent on this connection yourself, the Step2 included.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund @hocuspocus/provider@4.8.0 @hocuspocus/server@4.7.0 yjs@13.6.33 y-protocols@1.0.7 ws@8.23.0

cat >seen.mjs <<'JS'
import assert from 'node:assert/strict';
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { Server } from '@hocuspocus/server';
import WebSocket from 'ws';

const UPDATE = 2;
const until = async (wanted) => {
  while (!wanted()) await new Promise((looked) => setTimeout(looked, 10));
};

// A server that is busy after the first letter, as one is whose database answers late.
let letters = 0;
let work;
const busy = new Promise((free) => (work = free));
const server = new Server({
  address: '127.0.0.1',
  port: 0,
  quiet: true,
  beforeSync: async ({ type }) => {
    if (type === UPDATE && ++letters > 1) await busy;
  },
});
await server.listen();
const url = `ws://127.0.0.1:${server.address.port}`;
const websocketProvider = new HocuspocusProviderWebsocket({ url, WebSocketPolyfill: WebSocket });
const provider = new HocuspocusProvider({ websocketProvider, name: 'plan', token: 'Kari' });
provider.attach();
await until(() => provider.synced && !provider.hasUnsyncedChanges);

for (const letter of 'abc') provider.document.getText('text').insert(0, letter);
assert.equal(provider.unsyncedChanges, 3);
provider.forceSync();
await until(() => !provider.hasUnsyncedChanges);
const kept = server.hocuspocus.documents.get('plan').getText('text').length;
console.log(`typed 3 letters, the server has ${kept}: unsynced changes ${provider.unsyncedChanges}`);
assert.deepEqual([kept, provider.hasUnsyncedChanges], [1, false]);

work();
await until(() => server.hocuspocus.documents.get('plan').getText('text').length === 3);
process.exit();
JS
timeout 60 node seen.mjs
