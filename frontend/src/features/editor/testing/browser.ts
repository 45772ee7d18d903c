import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { vi } from 'vitest';

const ROOT = fileURLToPath(new URL('.', import.meta.url));
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

// Chromium shares few cores with everything else that is tested; a slow machine is no defect of the editor.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 120_000 });

/** The policy of the real server: an injected style or inline script would show as an error in these tests. */
const POLICY =
  "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** The editor, built as for production, in a real Chromium. */
export class LabBrowser {
  private constructor(
    private readonly directory: string,
    private readonly server: Server,
    private readonly browser: Browser,
  ) {}

  static async start(): Promise<LabBrowser> {
    const directory = await mkdtemp(join(tmpdir(), 'samplan-editor-'));
    await build({
      configFile: false,
      root: ROOT,
      logLevel: 'error',
      plugins: [react()],
      build: {
        outDir: directory,
        emptyOutDir: true,
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
      },
    });
    const server = createServer((request, response) => {
      const path = resolve(directory, `.${new URL(request.url ?? '/', 'http://lab').pathname}`);
      if (path.endsWith('favicon.ico')) return response.writeHead(204).end();
      const file = path === directory ? join(directory, 'index.html') : path;
      if (!file.startsWith(directory + sep)) return response.writeHead(404).end();
      readFile(file).then(
        (bytes) =>
          response
            .writeHead(200, {
              'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
              'Content-Security-Policy': POLICY,
            })
            .end(bytes),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    });
    return new LabBrowser(directory, server, browser);
  }

  /** A page with the lab on it. `errors` gathers what the console and the page complain about. */
  async open(options: BrowserContextOptions = {}): Promise<{ page: Page; errors: string[] }> {
    const context = await this.browser.newContext({
      permissions: ['clipboard-read', 'clipboard-write'],
      ...options,
    });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(error.message));
    const { port } = this.server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.waitForFunction(() => 'lab' in window);
    return { page, errors };
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await new Promise((closed) => this.server.close(closed));
    await rm(this.directory, { recursive: true, force: true });
  }
}
