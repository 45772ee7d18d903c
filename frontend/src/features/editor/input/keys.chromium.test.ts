import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LabBrowser } from '../testing/browser';
import type { SeedBlock } from '../testing/seed';

let lab: LabBrowser;
let page: Page;
let errors: string[];

beforeAll(async () => {
  lab = await LabBrowser.start();
  ({ page, errors } = await lab.open());
});
afterAll(() => lab?.stop());

async function open(...seed: (string | SeedBlock)[]): Promise<void> {
  const blocks = seed.map((block) => (typeof block === 'string' ? { text: block } : block));
  await page.evaluate((given) => window.lab.open(['Kari'], given), blocks);
  await page.waitForSelector('#Kari [contenteditable=true]');
  await page.waitForFunction(() => window.lab.ready);
}

const cursor = (block: number, offset: number, toBlock = block, to = offset) =>
  page.evaluate(([b, o, tb, t]) => window.lab.select('Kari', [b, o], [tb, t]), [
    block,
    offset,
    toBlock,
    to,
  ] as const);

/** The blocks in short notation: `h2 Mål`, `- punkt`, `  1. steg`. */
async function written(): Promise<string[]> {
  const blocks = await page.evaluate(() => window.lab.blocks('Kari'));
  return blocks.map(({ attributes, text }) => {
    const { kind, level, indent } = attributes as { kind: string; level?: number; indent?: number };
    const sign = { heading: `h${level} `, bullet: '- ', ordered: '1. ', paragraph: '' }[kind] ?? `${kind}? `;
    return '  '.repeat(indent ?? 0) + sign + text;
  });
}

async function keepsItsText(act: () => Promise<void>): Promise<void> {
  const before = await page.evaluate(() => window.lab.textIds('Kari'));
  await act();
  expect(await page.evaluate(() => window.lab.textIds('Kari'))).toEqual(before);
}

describe('Enter', () => {
  test('splits a paragraph', async () => {
    await open('hei verden');
    await cursor(0, 3);
    await page.keyboard.press('Enter');
    await page.keyboard.type('du,');
    expect(await written()).toEqual(['hei', 'du, verden']);
  });
  test('continues a list, and an empty item moves out and then leaves it', async () => {
    await open({ kind: 'bullet', indent: 1, text: 'melk' });
    await cursor(0, 4);
    await page.keyboard.press('Enter');
    expect(await written()).toEqual(['  - melk', '  - ']);
    await page.keyboard.press('Enter');
    expect(await written()).toEqual(['  - melk', '- ']);
    await page.keyboard.press('Enter');
    expect(await written()).toEqual(['  - melk', '']);
  });
  test('after a heading begins a paragraph, before its first letter makes room above', async () => {
    await open({ kind: 'heading', level: 1, text: 'Mål' });
    await cursor(0, 3);
    await page.keyboard.press('Enter');
    await page.keyboard.type('lese');
    expect(await written()).toEqual(['h1 Mål', 'lese']);
    await cursor(0, 0);
    await page.keyboard.press('Enter');
    expect(await written()).toEqual(['', 'h1 Mål', 'lese']);
  });
  test('with Shift breaks the line inside the block', async () => {
    await open('hei verden');
    await cursor(0, 3);
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('du');
    expect(await written()).toEqual(['hei\ndu verden']);
  });
});

describe('Backspace and Delete', () => {
  test('at the start: less indent, then a paragraph, then joined', async () => {
    await open('før', { kind: 'ordered', indent: 1, text: 'etter' });
    await cursor(1, 0);
    await keepsItsText(async () => {
      await page.keyboard.press('Backspace');
      expect(await written()).toEqual(['før', '1. etter']);
      await page.keyboard.press('Backspace');
      expect(await written()).toEqual(['før', 'etter']);
    });
    await page.keyboard.press('Backspace');
    expect(await written()).toEqual(['føretter']);
  });
  test('at the start of the first block changes nothing', async () => {
    await open('først');
    await cursor(0, 0);
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Control+Backspace');
    expect(await written()).toEqual(['først']);
  });
  test('at the end joins what follows; an empty block just goes', async () => {
    await open('en', 'to', '', { kind: 'heading', level: 1, text: 'tre' });
    await cursor(0, 2);
    await page.keyboard.press('Delete');
    expect(await written()).toEqual(['ento', '', 'h1 tre']);
    await cursor(1, 0);
    await page.keyboard.press('Delete');
    expect(await written()).toEqual(['ento', 'h1 tre']);
  });
  test('remove a selection over several blocks', async () => {
    await open('første', 'andre', 'tredje');
    await cursor(0, 2, 2, 3);
    await page.keyboard.press('Backspace');
    expect(await written()).toEqual(['fødje']);
  });
});

describe('kinds and indent change attributes only', () => {
  test('by shortcut', async () => {
    await open('tekst');
    await cursor(0, 2);
    await keepsItsText(async () => {
      await page.keyboard.press('Control+Alt+1');
      expect(await written()).toEqual(['h1 tekst']);
      await page.keyboard.press('Control+Alt+3');
      expect(await written()).toEqual(['h3 tekst']);
      await page.keyboard.press('Control+Shift+8');
      expect(await written()).toEqual(['- tekst']);
      await page.keyboard.press('Control+Shift+7');
      expect(await written()).toEqual(['1. tekst']);
      await page.keyboard.press('Control+Shift+7');
      expect(await written()).toEqual(['tekst']);
    });
    expect((await page.evaluate(() => window.lab.blocks('Kari')))[0]?.attributes).toEqual({
      kind: 'paragraph',
    });
  });
  test('Tab indents a list no deeper than one step under the item before', async () => {
    await open({ kind: 'bullet', text: 'en' }, { kind: 'bullet', text: 'to' });
    await cursor(1, 0);
    await keepsItsText(async () => {
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      expect(await written()).toEqual(['- en', '  - to']);
      await page.keyboard.press('Shift+Tab');
      expect(await written()).toEqual(['- en', '- to']);
    });
  });
  test('of every selected block', async () => {
    await open('en', 'to', 'tre');
    await cursor(0, 1, 2, 1);
    await keepsItsText(() => page.keyboard.press('Control+Shift+8'));
    expect(await written()).toEqual(['- en', '- to', '- tre']);
  });
  test.each([
    ['- ', '- punkt'],
    ['* ', '- punkt'],
    ['1. ', '1. punkt'],
    ['# ', 'h1 punkt'],
    ['### ', 'h3 punkt'],
  ])('typing «%s» at the start', async (sign, expected) => {
    await open('punkt');
    await cursor(0, 0);
    await keepsItsText(() => page.keyboard.type(sign));
    expect(await written()).toEqual([expected]);
  });
});

describe('leaving the editor by keyboard', () => {
  const inEditor = () =>
    page.evaluate(() => document.activeElement?.matches('[contenteditable=true]') ?? false);
  test('Tab leaves from a paragraph', async () => {
    await open('tekst');
    await cursor(0, 0);
    await page.keyboard.press('Tab');
    expect(await inEditor()).toBe(false);
  });
  test('Escape and then Tab leaves from a list, without changing it', async () => {
    await open({ kind: 'bullet', text: 'en' }, { kind: 'bullet', text: 'to' });
    await cursor(1, 0);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    expect(await inEditor()).toBe(false);
    expect(await written()).toEqual(['- en', '- to']);
  });
  test('Alt+F10 goes to the toolbar, arrows move in it, Escape comes back', async () => {
    await open('tekst');
    await cursor(0, 0, 0, 5);
    await page.keyboard.press('Alt+F10');
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Fet');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => window.lab.xml('Kari'))).toContain('<bold>tekst</bold>');
    expect(await page.getByRole('button', { name: 'Fet' }).getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('Alt+F10');
    await page.keyboard.press('Escape');
    expect(await inEditor()).toBe(true);
  });
});

describe('links', () => {
  test('the dialog refuses other schemes and completes an address', async () => {
    await open('se nav her');
    await cursor(0, 3, 0, 6);
    await page.keyboard.press('Control+k');
    await page.getByLabel('Adresse').fill('javascript:alert(1)');
    await page.keyboard.press('Enter');
    await page.getByText('Denne adressen kan ikke brukes.').waitFor();
    await page.getByLabel('Adresse').fill('nav.no/trygd');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => window.lab.xml('Kari'))).toContain(
      '<link href="https://nav.no/trygd">nav</link>',
    );
  });
  test('a pasted address makes selected words a link', async () => {
    await open('se nav her');
    await cursor(0, 3, 0, 6);
    await page.evaluate(() => navigator.clipboard.writeText('https://www.nav.no/x'));
    await page.keyboard.press('Control+v');
    expect(await page.evaluate(() => window.lab.xml('Kari'))).toContain(
      '<link href="https://www.nav.no/x">nav</link>',
    );
  });
});

test('undo and redo take back what I did', async () => {
  await open('hei');
  await cursor(0, 3);
  await page.keyboard.type(' du');
  await page.keyboard.press('Control+z');
  expect(await written()).toEqual(['hei']);
  await page.keyboard.press('Control+Shift+z');
  expect(await written()).toEqual(['hei du']);
});

test('undo survives a plugin that is registered later, as the comments do', async () => {
  await open('hei');
  await cursor(0, 3);
  await page.keyboard.type(' du');
  await page.evaluate(() => {
    const { editor } = window.lab.person('Kari');
    // A new list of plugins re-creates every plugin view, as registering a plugin does.
    if (editor) editor.view.updateState(editor.state.reconfigure({ plugins: [...editor.state.plugins] }));
  });
  await page.keyboard.press('Control+z');
  expect(await written()).toEqual(['hei']);
  await page.keyboard.type(', dere');
  await page.keyboard.press('Control+z');
  expect(await written()).toEqual(['hei']);
});

test('nothing above complained in the console, the content security policy included', () => {
  expect(errors).toEqual([]);
});
