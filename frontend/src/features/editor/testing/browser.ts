import { resolve } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { inject, vi } from 'vitest';

// Chromium shares few cores with all other tests; a slow machine is not a defect of the editor.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const CHROMIUM = resolve('..', 'tests', 'support', 'chromium.sh');

/** A Chromium with the editor lab, one per test file: files run in parallel, and pages of one share a clipboard. */
export class LabBrowser {
  private constructor(private readonly browser: Browser) {}

  static async start(): Promise<LabBrowser> {
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        // There is no GPU; an emulated one can stall on a busy machine.
        '--disable-gpu',
      ],
    });
    return new LabBrowser(browser);
  }

  /** A page with the lab. `errors` collects console errors and uncaught exceptions. */
  async open(options: BrowserContextOptions = {}): Promise<{ page: Page; errors: string[] }> {
    const context = await this.browser.newContext({
      permissions: ['clipboard-read', 'clipboard-write'],
      ...options,
    });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(inject('lab'));
    await page.waitForFunction(() => 'lab' in window);
    return { page, errors };
  }

  async stop(): Promise<void> {
    await this.browser.close();
  }
}
