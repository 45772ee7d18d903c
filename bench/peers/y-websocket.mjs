// @y/websocket-server with y-leveldb, bound as y-websocket's own server did: HOST, PORT, STORE (a directory).
import { setPersistence } from '@y/websocket-server/utils';
import { LeveldbPersistence } from 'y-leveldb';
import * as Y from 'yjs';

const store = new LeveldbPersistence(process.env.STORE);
setPersistence({
  provider: store,
  bindState: async (name, doc) => {
    const stored = await store.getYDoc(name);
    store.storeUpdate(name, Y.encodeStateAsUpdate(doc));
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(stored));
    doc.on('update', (update) => store.storeUpdate(name, update));
  },
  writeState: async () => undefined,
});
await import('@y/websocket-server/server');
