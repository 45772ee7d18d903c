#!/usr/bin/env bash
# What was written offline is sent twice when the connection is back: each letter as a frame of its own, and all in one Step2.
#
# Expected: the handshake brings what the server lacks, once; or the frames that waited are sent, and nothing else.
# Seen:     @hocuspocus/provider 4.8.0 with @hocuspocus/server 4.7.0: 200 letters typed while the server is away, whether the
#           first attempts to connect fail or not, come as 200 Updates without a pause, and as a Step2 that holds them all.
# Source:   the package, src/HocuspocusProviderWebsocket.ts: send, addToQueue, resolveConnectionAttempt: updates are queued
#           without a bound and replaced by nothing; src/HocuspocusProvider.ts: startSync.
# Means:    A limit of frames a second turns away those who were offline longest, again and again. Give the burst time instead
#           of closing. An update that brings nothing new must cost next to nothing, be confirmed, and not be stored.
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
import * as Y from 'yjs';

const [STEP2, UPDATE] = [1, 2];
const until = async (wanted) => {
  while (!wanted()) await new Promise((looked) => setTimeout(looked, 10));
};
const lettersIn = (updates) => {
  const document = new Y.Doc();
  for (const update of updates) Y.applyUpdate(document, update);
  return document.getText('text').length;
};

// A server, what came to it in each of the two kinds of frame, and its sudden end.
async function serve(port) {
  const came = { [STEP2]: [], [UPDATE]: [] };
  const beforeSync = async ({ type, payload }) => came[type]?.push(payload);
  const server = new Server({ address: '127.0.0.1', port, quiet: true, beforeSync });
  const sockets = [];
  server.httpServer.on('connection', (socket) => sockets.push(socket));
  await server.listen();
  const gone = () => {
    server.httpServer.close();
    for (const socket of sockets) socket.destroy();
  };
  return { came, gone, port: server.address.port };
}

async function offline(attempts) {
  const before = await serve(0);
  const url = `ws://127.0.0.1:${before.port}`;
  const retry = { delay: 100, minDelay: 50, factor: 1, jitter: false };
  const websocketProvider = new HocuspocusProviderWebsocket({ url, WebSocketPolyfill: WebSocket, ...retry });
  const provider = new HocuspocusProvider({ websocketProvider, name: 'plan', token: 'Kari' });
  provider.attach();
  await until(() => before.came[STEP2].length);
  before.gone();
  await until(() => !provider.synced);
  for (let letter = 0; letter < 200; letter++) provider.document.getText('text').insert(letter, 'a');

  let begun = 0;
  websocketProvider.on('status', ({ status }) => (begun += status === 'connecting'));
  await until(() => begun >= attempts);
  const { came, gone } = await serve(before.port);
  await until(() => came[STEP2].length === 1 && came[UPDATE].length === 200);
  console.log(`back after ${attempts} attempts or more: ${came[UPDATE].length} Updates and ${came[STEP2].length} Step2`);
  assert.deepEqual([lettersIn(came[UPDATE]), lettersIn(came[STEP2])], [200, 200]);
  websocketProvider.destroy();
  gone();
}

await offline(0);
await offline(3);
process.exit();
JS
timeout 60 node seen.mjs
