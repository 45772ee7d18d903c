import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { blocksOf, type LabBlock } from './testing/blocksOf';
import { LabBrowser } from './testing/browser';
import type { SentUpdate } from './testing/lab';
import { shapeViolations } from './testing/shapeViolations';

/**
 * The updates sent in a session of two real editors, which other tests replay through the server.
 * Record again with `RECORD=1 npx vitest run src/features/editor/recording`; the tests below check the file.
 */
const FILE = fileURLToPath(new URL('../../../../tests/interop/recorded-session.json', import.meta.url));

interface Session {
  about: string;
  /** The initial state of the server, as one update of client 1. */
  seed: string;
  /** In the order in which the server received them. */
  updates: SentUpdate[];
  /** The final blocks, equal for both; a hard break is a line feed. */
  final: LabBlock[];
}

const session = (): Session => JSON.parse(readFileSync(FILE, 'utf8')) as Session;
const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));

class Recording {
  constructor(private readonly page: Page) {}

  async doing(what: string, act: () => Promise<void>): Promise<void> {
    await this.page.evaluate((doing) => {
      window.lab.doing = doing;
    }, what);
    await act();
    // Longer than the undo manager's capture timeout, so that undo reverts one action.
    await this.page.waitForTimeout(550);
  }

  at(name: string, from: [number, number], to: [number, number] = from): Promise<void> {
    return this.page.evaluate(([who, a, b]) => window.lab.select(who, a, b), [name, from, to] as const);
  }

  async keys(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  type(words: string): Promise<void> {
    return this.page.keyboard.type(words);
  }

  paste(name: string, html: string): Promise<void> {
    return this.page.evaluate(
      ([who, given]) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/html', given);
        const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
        window.lab.person(who).editor?.view.dom.dispatchEvent(event);
      },
      [name, html] as const,
    );
  }
}

const WORD =
  '<h1>Avtale</h1><p class=MsoListParagraph style="mso-list:l0 level1 lfo1"><![if !supportLists]><span style="mso-list:Ignore">1.&nbsp;</span><![endif]>Ringe <b>mamma</b></p><p class=MsoListParagraph style="mso-list:l0 level2 lfo1"><![if !supportLists]><span style="mso-list:Ignore">a)&nbsp;</span><![endif]>så <a href="https://www.nav.no/">NAV</a></p>';

async function performTyping(r: Recording): Promise<void> {
  await r.doing('typing', async () => {
    await r.at('Kari', [0, 11]);
    await r.type(' blir sliten av støy, og 😀 hjelper.');
  });
  await r.doing('a paragraph and a hard break', async () => {
    await r.keys('Enter');
    await r.type('Det hjelper å');
    await r.keys('Shift+Enter');
    await r.type('gå ut');
  });
  await r.doing('a list by input rule, indented', async () => {
    await r.keys('Enter');
    await r.type('- pauser');
    await r.keys('Enter', 'Tab');
    await r.type('på biblioteket');
  });
  await r.doing('typing by the other, in the same paragraph', async () => {
    await r.at('Ola', [0, 4]);
    await r.type('som regel ');
  });
}

async function performFormatting(r: Recording): Promise<void> {
  await r.doing('bold and italic', async () => {
    await r.at('Ola', [0, 0], [0, 8]);
    await r.keys('Control+b', 'Control+i');
  });
  await r.doing('heading and numbered list', async () => {
    await r.at('Ola', [1, 2]);
    await r.keys('Control+Alt+2', 'Control+Shift+7', 'Control+Shift+7', 'Control+Alt+1');
  });
  await r.doing('paste from Word', async () => {
    await r.at('Kari', [3, 14]);
    await r.keys('Enter', 'Enter', 'Enter');
    await r.paste('Kari', WORD);
  });
  await r.doing('undo', () => r.keys('Control+z'));
  await r.doing('redo', () => r.keys('Control+y'));
  await r.doing('joining', async () => {
    await r.at('Ola', [1, 13]);
    await r.keys('Enter');
    await r.at('Ola', [2, 0]);
    await r.keys('Backspace', 'Backspace');
  });
  await r.doing('moving a block', async () => {
    await r.at('Ola', [0, 3]);
    await r.keys('Alt+ArrowDown');
  });
}

async function performOffline(r: Recording, page: Page): Promise<void> {
  await r.doing('offline', async () => {
    await page.evaluate(() => window.lab.disconnect('Kari'));
    await r.at('Kari', [1, 5]);
    await r.keys('Enter');
    await r.type('dette skrives uten nett');
    await r.keys('Enter');
    await r.type('og dette slettes igjen');
    await page.evaluate(() => window.lab.discard('Kari', 3));
    await r.at('Kari', [2, 10]);
    await r.keys('Control+Shift+8', 'Shift+End', 'Delete');
    await r.at('Ola', [1, 7]);
    await r.type(' og imens skriver Ola');
  });
  await r.doing('back online', () => page.evaluate(() => window.lab.reconnect('Kari')));
  await r.doing('delete all, and undo it', async () => {
    await r.at('Ola', [0, 0]);
    await r.keys('Control+a', 'Delete');
    await r.keys('Control+z');
  });
}

async function record(): Promise<void> {
  const lab = await LabBrowser.start();
  const { page } = await lab.open();
  await page.evaluate(() => window.lab.open(['Kari', 'Ola'], [{ text: 'Jeg heter K' }]));
  await page.waitForSelector('#Ola [contenteditable=true]');
  await page.evaluate(() => {
    window.lab.online = true;
  });
  const recording = new Recording(page);
  await performTyping(recording);
  await performFormatting(recording);
  await performOffline(recording, page);
  const recorded = await page.evaluate(() => ({
    seed: window.lab.seed,
    updates: window.lab.sent,
    final: window.lab.blocks('Kari'),
    same: window.lab.xml('Ola') === window.lab.xml('Kari'),
  }));
  await lab.stop();
  expect(recorded.same).toBe(true);
  const { seed, updates, final } = recorded;
  const about =
    'Updates of two real editors in the order the server gets them; see frontend/src/features/editor/recording.chromium.test.ts.';
  writeFileSync(FILE, `${JSON.stringify({ about, seed, updates, final }, null, 1)}\n`);
}

if (process.env.RECORD) test('record', record, 120_000);

describe('the recorded session', () => {
  test('replays, update by update, without a gap, to the recorded end', () => {
    const { seed, updates, final } = session();
    const doc = new Y.Doc();
    Y.applyUpdate(doc, bytes(seed));
    updates.forEach(({ update }, index) => {
      Y.applyUpdate(doc, bytes(update));
      expect(doc.store.pendingStructs, `update ${index}`).toBeNull();
      expect(doc.store.pendingDs, `update ${index}`).toBeNull();
      expect(shapeViolations(doc.getXmlFragment('body')), `update ${index}`).toEqual([]);
    });
    expect(blocksOf(doc.getXmlFragment('body'))).toEqual(final);
  });

  test('holds what real sessions hold', () => {
    const { updates } = session();
    const doings = new Set(updates.map(({ doing }) => doing));
    for (const doing of ['typing', 'paste from Word', 'undo', 'redo', 'moving a block', 'back online']) {
      expect(doings).toContain(doing);
    }
    const merged = updates.filter(({ frame }) => frame === 'step2');
    expect(merged).toHaveLength(1);
    const structs = merged.flatMap(({ update }) => Y.decodeUpdate(bytes(update)).structs);
    expect(structs.some((struct) => struct instanceof Y.GC)).toBe(true);
  });

  test('each writes under one client id of their own', () => {
    for (const { clientID, update } of session().updates) {
      const writers = new Set(Y.decodeUpdate(bytes(update)).structs.map((struct) => struct.id.client));
      writers.delete(clientID);
      expect(writers).toEqual(new Set());
    }
  });
});
