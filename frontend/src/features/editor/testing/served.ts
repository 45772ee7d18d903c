import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';
import { OURS } from '../../../../vite.plugins.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The URL of the lab. */
    lab: string;
  }
}

const ROOT = fileURLToPath(new URL('.', import.meta.url));
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

/** The policy of the real server, so that an injected style or inline script is an error in these tests. */
const POLICY =
  "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** Builds the editor as for production and serves it, once for all test files. */
export default async function serve(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'samplan-editor-'));
  await buildInto(directory);
  const server = createServer((request, response) => {
    const path = resolve(directory, `.${new URL(request.url ?? '/', 'http://lab').pathname}`);
    if (path.endsWith('favicon.ico')) return response.writeHead(204).end();
    const file = path === directory ? join(directory, 'index.html') : path;
    if (!file.startsWith(directory + sep)) return response.writeHead(404).end();
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    readFile(file).then(
      (bytes) =>
        response.writeHead(200, { 'Content-Type': type, 'Content-Security-Policy': POLICY }).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  project.provide('lab', `http://127.0.0.1:${port}/`);
  return async () => {
    await new Promise((closed) => server.close(closed));
    await rm(directory, { recursive: true, force: true });
  };
}

async function buildInto(directory: string): Promise<void> {
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    plugins: [react()],
    resolve: { alias: OURS },
    build: {
      outDir: directory,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  });
}
