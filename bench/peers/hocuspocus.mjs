// Hocuspocus with its SQLite extension, as its documentation starts it: HOST, PORT, STORE (a file).
import { SQLite } from '@hocuspocus/extension-sqlite';
import { Server } from '@hocuspocus/server';

const server = new Server({
  port: Number(process.env.PORT),
  address: process.env.HOST,
  quiet: true,
  extensions: [new SQLite({ database: process.env.STORE })],
});
await server.listen();
