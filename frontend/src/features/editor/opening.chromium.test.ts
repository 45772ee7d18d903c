import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LabBrowser } from './testing/browser';
import type { SeedBlock } from './testing/seed';

let lab: LabBrowser;
let page: Page;

beforeAll(async () => {
  lab = await LabBrowser.start();
  ({ page } = await lab.open());
});
afterAll(() => lab?.stop());

/** Kari writes, Ola reads. */
async function open(seed: SeedBlock[] | null): Promise<void> {
  await page.evaluate((given) => window.lab.open(['Kari', 'Ola'], given, ['Ola']), seed);
  await page.waitForSelector('#Kari [contenteditable=true]');
  await page.waitForFunction(() => window.lab.ready);
  await page.waitForSelector('#Ola [contenteditable=false]');
}

const sent = () => page.evaluate(() => window.lab.sent.map(({ from }) => from));

test('opening an empty part writes nothing, nor does looking around in it', async () => {
  await open(null);
  await page.evaluate(() => window.lab.select('Kari', [0, 0]));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Backspace');
  expect(await sent()).toEqual([]);
  expect(await page.evaluate(() => window.lab.blocks('Kari'))).toEqual([]);
});

test('the first letter in an empty part writes one block', async () => {
  await open(null);
  await page.evaluate(() => window.lab.select('Kari', [0, 0]));
  await page.keyboard.type('a');
  expect(await page.evaluate(() => window.lab.blocks('Kari'))).toEqual([
    { attributes: { kind: 'paragraph' }, text: 'a' },
  ]);
});

test('nobody seeds a part that others emptied', async () => {
  await open([{ text: 'borte' }]);
  await page.evaluate(() => {
    window.lab.clear('Kari');
    window.lab.deliver();
    window.lab.select('Ola', [0, 0]);
    window.lab.select('Kari', [0, 0]);
  });
  expect(new Set(await sent())).toEqual(new Set(['Kari']));
  expect(await page.evaluate(() => [window.lab.blocks('Kari'), window.lab.blocks('Ola')])).toEqual([[], []]);
});

test('attributes left out by the server are not written back', async () => {
  await open([
    { kind: 'heading', text: 'uten nivå' },
    { kind: 'bullet', indent: 0, text: 'null' },
  ]);
  await page.evaluate(() => window.lab.select('Kari', [0, 3]));
  expect(await sent()).toEqual([]);
});

test('a reader sends nothing, whatever is pressed, pasted or clicked', async () => {
  await open([{ kind: 'bullet', text: 'les meg' }, { text: 'og meg' }]);
  expect(await page.locator('#Ola [role=toolbar]').count()).toBe(0);
  await page.locator('#Ola').getByText('les meg').waitFor();
  await page.evaluate(() => window.lab.select('Ola', [0, 0], [1, 3]));
  for (const key of [
    'a',
    'Enter',
    'Backspace',
    'Control+b',
    'Control+Alt+1',
    'Tab',
    'Control+x',
    'Control+v',
    'Control+z',
  ]) {
    await page.keyboard.press(key);
  }
  await page.evaluate(() => {
    const { editor } = window.lab.person('Ola');
    editor?.view.dispatch(editor.state.tr.insertText('forbi', 1));
  });
  await page.evaluate(() => window.lab.select('Kari', [1, 0]));
  await page.keyboard.type('x');
  await page.evaluate(() => window.lab.deliver());
  await page.locator('#Ola', { hasText: 'xog meg' }).waitFor();
  expect(await sent()).not.toContain('Ola');
});

test('a reader who may write becomes a writer, and back, without a new editor', async () => {
  await open([{ text: 'tekst' }]);
  await page.evaluate(() => window.lab.setEditable('Ola', true));
  await page.waitForSelector('#Ola [role=toolbar]');
  await page.evaluate(() => window.lab.select('Ola', [0, 5]));
  await page.keyboard.type('!');
  expect(await page.evaluate(() => window.lab.text('Ola'))).toBe('tekst!');
  await page.evaluate(() => window.lab.setEditable('Ola', false));
  await page.waitForSelector('#Ola [contenteditable=false]');
  await page.keyboard.type('?');
  expect(await page.evaluate(() => window.lab.text('Ola'))).toBe('tekst!');
});

test('content of a newer page is shown as words and never deleted', async () => {
  await open([{ text: 'kjent' }]);
  await page.evaluate(() => {
    window.lab.foreign('Ola');
    window.lab.deliver();
  });
  await page.locator('#Kari', { hasText: 'nyere utgave' }).waitFor();
  expect(await page.locator('#Kari').textContent()).toContain('en tabell');
  expect(await page.evaluate(() => [window.lab.xml('Kari'), window.lab.xml('Ola')])).toEqual([
    '<block kind="paragraph">kjent</block><table>en tabell</table>',
    '<block kind="paragraph">kjent</block><table>en tabell</table>',
  ]);
});

test('lists and headings have their roles, and remote carets are hidden from assistive technology', async () => {
  await open([
    { kind: 'heading', level: 1, text: 'Mål' },
    { kind: 'bullet', text: 'en' },
    { kind: 'bullet', indent: 1, text: 'under' },
    { kind: 'bullet', text: 'to' },
  ]);
  await page.evaluate(() => window.lab.select('Kari', [3, 1]));
  const snapshot = await page.locator('#Ola .part-editor__text').ariaSnapshot();
  expect(snapshot).toContain('- heading "Mål" [level=2]');
  expect(snapshot.replace(/\s+/g, ' ')).toContain(
    '- list: - listitem [level=1]: en - listitem [level=2]: under - listitem [level=1]: to',
  );
});

test('axe finds nothing serious, in the text, its tools, the link dialog and words only', async () => {
  await open([
    { kind: 'heading', level: 1, text: 'Mål' },
    { kind: 'bullet', text: 'en' },
    { kind: 'ordered', indent: 1, text: 'under' },
    { text: 'slutt' },
  ]);
  const serious = async () => {
    // A dialog has too little contrast while it fades in.
    await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)));
    const { violations } = await new AxeBuilder({ page }).analyze();
    return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  };
  await page.evaluate(() => window.lab.select('Kari', [1, 1], [1, 2]));
  expect(await serious()).toEqual([]);
  await page.keyboard.press('Control+k');
  await page.getByLabel('Adresse').waitFor();
  expect(await serious()).toEqual([]);
  await page.keyboard.press('Escape');
  await page.evaluate(() => {
    window.lab.foreign('Ola');
    window.lab.deliver();
  });
  await page.locator('#Kari', { hasText: 'nyere utgave' }).waitFor();
  expect(await serious()).toEqual([]);
});
