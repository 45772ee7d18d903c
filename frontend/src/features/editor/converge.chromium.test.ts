import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LabBrowser } from './testing/browser';
import type { SeedBlock } from './testing/seed';

/**
 * Kari types a word in the middle of a paragraph while Ola, who has not received it yet, performs one editor action.
 * After both updates are delivered the documents are equal, and Kari's word is in the text or her page offers to
 * restore it.
 */
const WORD = 'blåbærtue';
const SEED: SeedBlock[] = [
  { text: 'Første avsnitt om skolen' },
  { text: 'Andre avsnitt om hjemmet' },
  { kind: 'bullet', text: 'Tredje er et punkt' },
  { kind: 'bullet', indent: 1, text: 'Fjerde er et punkt under' },
  { kind: 'bullet', text: 'Femte er også et punkt' },
];
/** The offset at which the word is typed in each seeded text, between two letters. */
const MIDDLE = 10;

type At = [block: number, offset: number];

interface Doing {
  name: string;
  from: At;
  to?: At;
  keys: string[];
  clipboard?: { html?: string; text: string };
  /** Done by Ola and delivered before Kari types: the change that undo and redo act on. */
  before?: { from: At; keys: string[] };
  after?: { from: At; keys: string[] };
  /** The command does not re-create the text node: the word must stay in the text, an offer is not enough. */
  keepsText?: true;
}

const end: At = [1, 24];
const DOINGS: Doing[] = [
  { name: 'Enter before the word', from: [1, 4], keys: ['Enter'] },
  { name: 'Enter after the word', from: [1, 15], keys: ['Enter'], keepsText: true },
  { name: 'Enter at the start', from: [1, 0], keys: ['Enter'], keepsText: true },
  { name: 'Enter at the end', from: end, keys: ['Enter'], keepsText: true },
  { name: 'Shift+Enter before the word', from: [1, 4], keys: ['Shift+Enter'] },
  { name: 'Backspace joining this to the one before', from: [1, 0], keys: ['Backspace'] },
  {
    name: 'Backspace joining the next to this',
    from: [2, 0],
    keys: ['Backspace', 'Backspace'],
    keepsText: true,
  },
  { name: 'Delete joining the next to this', from: end, keys: ['Delete'], keepsText: true },
  { name: 'Delete joining this to the one before', from: [0, 24], keys: ['Delete'] },
  { name: 'heading', from: [1, 3], keys: ['Control+Alt+1'], keepsText: true },
  {
    name: 'heading of level 2, then 3',
    from: [1, 3],
    keys: ['Control+Alt+2', 'Control+Alt+3'],
    keepsText: true,
  },
  { name: 'bullet list', from: [1, 3], keys: ['Control+Shift+8'], keepsText: true },
  { name: 'numbered list', from: [1, 3], keys: ['Control+Shift+7'], keepsText: true },
  {
    name: 'lists and headings of everything',
    from: [0, 0],
    to: [3, 5],
    keys: ['Control+Shift+7'],
    keepsText: true,
  },
  { name: 'input rule', from: [1, 0], keys: ['-', 'Space'], keepsText: true },
  { name: 'move down', from: [1, 3], keys: ['Alt+ArrowDown'] },
  { name: 'move up', from: [1, 3], keys: ['Alt+ArrowUp'] },
  { name: 'move another past this', from: [0, 3], keys: ['Alt+ArrowDown'] },
  {
    name: 'paste over the selection',
    from: [1, 4],
    to: [1, 18],
    keys: ['Control+v'],
    clipboard: { text: 'limt inn' },
  },
  {
    name: 'paste blocks over several paragraphs',
    from: [0, 4],
    to: [2, 5],
    keys: ['Control+v'],
    clipboard: { text: 'a', html: '<h1>Ny</h1><ul><li>en<ul><li>to</li></ul></li></ul>' },
  },
  { name: 'delete all', from: [1, 3], keys: ['Control+a', 'Delete'] },
  { name: 'write over all', from: [1, 3], keys: ['Control+a', 'n', 'y', 't'] },
  {
    name: 'cut the paragraph and paste it last',
    from: [1, 0],
    to: end,
    keys: ['Control+x'],
    after: { from: [4, 22], keys: ['Enter', 'Control+v'] },
  },
  { name: 'bold', from: [1, 3], to: [1, 20], keys: ['Control+b'], keepsText: true },
  { name: 'italic and bold', from: [1, 3], to: [1, 20], keys: ['Control+i', 'Control+b'], keepsText: true },
  {
    name: 'link',
    from: [1, 3],
    to: [1, 20],
    keys: ['Control+v'],
    clipboard: { text: 'https://www.nav.no/' },
    keepsText: true,
  },
  {
    name: 'undo of a join',
    from: [1, 3],
    keys: ['Control+z'],
    before: { from: [2, 0], keys: ['Backspace', 'Backspace'] },
  },
  {
    name: 'undo of a kind',
    from: [1, 3],
    keys: ['Control+z'],
    before: { from: [1, 0], keys: ['Control+Alt+1'] },
  },
  {
    name: 'redo of an Enter',
    from: [1, 3],
    keys: ['Control+y'],
    before: { from: [1, 4], keys: ['Enter', 'Control+z'] },
  },
];

const LIST_DOINGS: Doing[] = [
  { name: 'indent', from: [4, 3], keys: ['Tab'], keepsText: true },
  { name: 'outdent', from: [3, 3], keys: ['Shift+Tab'], keepsText: true },
  { name: 'out of the list with Backspace', from: [3, 0], keys: ['Backspace', 'Backspace'], keepsText: true },
];

let lab: LabBrowser;
let page: Page;
let errors: string[];

beforeAll(async () => {
  lab = await LabBrowser.start();
  ({ page, errors } = await lab.open());
});
afterAll(() => lab?.stop());

async function open(): Promise<void> {
  await page.evaluate((seed) => window.lab.open(['Kari', 'Ola'], seed), SEED);
  await page.waitForSelector('#Ola [contenteditable=true]');
  await page.waitForFunction(() => window.lab.ready);
}

async function press(name: string, from: At, to: At, keys: string[]): Promise<void> {
  await page.evaluate(([who, a, b]) => window.lab.select(who, a, b), [name, from, to] as const);
  for (const key of keys) await page.keyboard.press(key);
}

async function fillClipboard(clipboard: Doing['clipboard']): Promise<void> {
  if (!clipboard) return;
  await page.evaluate(async ({ html, text }) => {
    const types: Record<string, Blob> = { 'text/plain': new Blob([text], { type: 'text/plain' }) };
    if (html) types['text/html'] = new Blob([html], { type: 'text/html' });
    await navigator.clipboard.write([new ClipboardItem(types)]);
  }, clipboard);
}

async function expectConverged(): Promise<void> {
  const [kari, ola] = await page.evaluate(() =>
    ['Kari', 'Ola'].map((name) => ({
      xml: window.lab.xml(name),
      shown: window.lab.shown(name),
      shape: window.lab.violations(name).shape,
    })),
  );
  expect(kari).toEqual(ola);
  expect(kari?.shape).toEqual([]);
}

/** Whether the word is in the merged text; if not, wait for the offer. */
async function whereIsTheWord(): Promise<'text' | 'offered'> {
  if ((await page.evaluate(() => window.lab.text('Ola'))).includes(WORD)) return 'text';
  await page.locator('#Kari .removed-words__words', { hasText: WORD }).waitFor({ timeout: 15_000 });
  return 'offered';
}

async function whileKariWrites(doing: Doing, at: At): Promise<'text' | 'offered'> {
  await open();
  if (doing.before) {
    await press('Ola', doing.before.from, doing.before.from, doing.before.keys);
    await page.evaluate(() => window.lab.deliver());
  }
  await fillClipboard(doing.clipboard);
  const before = await page.evaluate(() => window.lab.xml('Ola'));
  await press('Ola', doing.from, doing.to ?? doing.from, doing.keys);
  if (doing.after) await press('Ola', doing.after.from, doing.after.from, doing.after.keys);
  expect(await page.evaluate(() => window.lab.xml('Ola')), 'Ola did something').not.toBe(before);
  await press('Kari', at, at, []);
  await page.keyboard.type(WORD);
  await page.evaluate(() => window.lab.deliver());
  await expectConverged();
  return whereIsTheWord();
}

describe.each(DOINGS)('$name', (doing) => {
  test('converges and keeps or offers the word (rule P5)', async () => {
    const place = await whileKariWrites(doing, [1, MIDDLE]);
    if (doing.keepsText) expect(place).toBe('text');
  });
});

describe.each(LIST_DOINGS)('in a list: $name', (doing) => {
  test('converges and keeps the word', async () => {
    expect(await whileKariWrites(doing, [doing.from[0], MIDDLE])).toBe('text');
  });
});

test('dragging selected words to another paragraph', async () => {
  await open();
  await page.evaluate(() => window.lab.select('Ola', [1, 4], [1, 18]));
  const boxes = await page.evaluate(() => {
    const box = (selector: string) => document.querySelector(selector)?.getBoundingClientRect().toJSON();
    const range = getSelection()?.getRangeAt(0).getBoundingClientRect().toJSON();
    return { from: range, to: box('#Ola .block:nth-child(1)') };
  });
  const before = await page.evaluate(() => window.lab.xml('Ola'));
  await page.mouse.move(boxes.from.x + 20, boxes.from.y + 8);
  await page.mouse.down();
  await page.mouse.move(boxes.to.x + 40, boxes.to.y + 10, { steps: 5 });
  await page.mouse.up();
  expect(await page.evaluate(() => window.lab.xml('Ola')), 'the words were dragged').not.toBe(before);
  await press('Kari', [1, MIDDLE], [1, MIDDLE], []);
  await page.keyboard.type(WORD);
  await page.evaluate(() => window.lab.deliver());
  await expectConverged();
  await whereIsTheWord();
});

describe('words offered back', () => {
  async function lose(): Promise<void> {
    expect(await whileKariWrites({ name: 'join', from: [1, 0], keys: ['Backspace'] }, [1, MIDDLE])).toBe(
      'offered',
    );
  }
  test('are put back as an edit that everybody gets', async () => {
    await lose();
    await page.getByRole('button', { name: 'Sett inn igjen' }).click();
    await page.evaluate(() => window.lab.deliver());
    await expectConverged();
    expect(await page.evaluate(() => window.lab.text('Ola'))).toContain(WORD);
    expect(await page.locator('.removed-words__offer').count()).toBe(0);
  });
  test('name the one other person here, and go away when closed', async () => {
    await lose();
    const notice = page.locator('#Kari .removed-words__what');
    expect(await notice.textContent()).toBe('Noe du skrev, ble borte da Ola endret avsnittet.');
    await page.getByRole('button', { name: 'Lukk', exact: true }).click();
    expect(await notice.count()).toBe(0);
  });
  test('are not offered to anybody else, and never for what I removed myself', async () => {
    await open();
    await press('Kari', [0, 5], [0, 5], []);
    await page.keyboard.type(WORD);
    await page.evaluate(() => window.lab.deliver());
    await press('Kari', [0, 0], [3, 3], ['Delete']);
    await page.evaluate(() => window.lab.deliver());
    await page.waitForTimeout(1_800);
    expect(await page.locator('.removed-words__offer').count()).toBe(0);
  });
  test('are not offered when the other moved them, even by cutting and pasting in two steps', async () => {
    await open();
    await page.evaluate(() => {
      window.lab.online = true;
    });
    await press('Kari', [1, MIDDLE], [1, MIDDLE], []);
    await page.keyboard.type(WORD);
    await press('Ola', [1, 0], [1, 24 + WORD.length], ['Control+x']);
    await press('Ola', [0, 24], [0, 24], ['Enter', 'Control+v']);
    expect(await page.evaluate(() => window.lab.text('Kari'))).toContain(WORD);
    await page.waitForTimeout(1_800);
    expect(await page.locator('.removed-words__offer').count()).toBe(0);
  });
});

test('nothing above complained in the console, the content security policy included', () => {
  expect(errors).toEqual([]);
});
