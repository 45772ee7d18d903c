#!/usr/bin/env bash
# When the server closes a document, the provider does not come back to it, though it comes back after every closed socket.
#
# Expected: after closeConnections() of the server, which closes documents and leaves the sockets open, a provider logs in to
#           the document again, or its status says that it is not connected.
# Seen:     @hocuspocus/provider 4.8.0 with @hocuspocus/server 4.7.0: "close" is emitted, isAuthenticated is false, the status
#           of the socket stays "connected", and no login follows. What is typed is sent into the closed document and kept by
#           nobody; unsyncedChanges counts it. It is kept once the socket is closed and opened again.
# Source:   the packages: provider, src/MessageReceiver.ts (CLOSE) and src/HocuspocusProvider.ts: onClose, onOpen (the only
#           place that sends the token by itself, run when the socket opens); server, src/Connection.ts: close.
# Means:    Who closes a document (rights changed, a process ends) ends the socket too, unless it shall stay closed; or the page
#           that gets "close" while the status is "connected" opens its socket anew. Never show that status as "saved".
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

const until = async (wanted) => {
  while (!wanted()) await new Promise((looked) => setTimeout(looked, 10));
};
let logins = 0;
const onAuthenticate = async () => void logins++;
const server = new Server({ address: '127.0.0.1', port: 0, quiet: true, onAuthenticate });
await server.listen();
const kept = () => server.hocuspocus.documents.get('plan')?.getText('text').toString() ?? '';

const url = `ws://127.0.0.1:${server.address.port}`;
const websocketProvider = new HocuspocusProviderWebsocket({ url, WebSocketPolyfill: WebSocket, delay: 50, minDelay: 50 });
const provider = new HocuspocusProvider({ websocketProvider, name: 'plan', token: 'Kari' });
let closed = 0;
provider.on('close', () => closed++);
provider.attach();
await until(() => provider.synced && !provider.hasUnsyncedChanges);
const text = provider.document.getText('text');

server.hocuspocus.closeConnections('plan');
await until(() => closed === 1);
text.insert(0, 'lost');
await new Promise((passed) => setTimeout(passed, 3000)); // sixty times the delay after which a socket is opened again
const state = [websocketProvider.status, provider.isAuthenticated, logins, kept(), provider.unsyncedChanges];
console.log('3 s after the document was closed: status, authenticated, logins, kept, unsynced:', state);
assert.deepEqual(state, ['connected', false, 1, '', 1]);

websocketProvider.disconnect();
await until(() => websocketProvider.status === 'disconnected');
websocketProvider.connect();
await until(() => kept() === 'lost');
console.log('after the socket was opened anew: logins', logins, 'kept', kept());
assert.equal(logins, 2);
process.exit();
JS
timeout 60 node seen.mjs
