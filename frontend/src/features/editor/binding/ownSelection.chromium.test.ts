import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LabBrowser } from '../testing/browser';
import type { SeedBlock } from '../testing/seed';

/**
 * Kari clicks, presses keys and types while Ola moves his caret and types every other millisecond. Her text must be
 * inserted at her caret each time.
 */
const SEED: SeedBlock[] = [
  { text: 'Første avsnitt om skolen' },
  { text: 'Andre avsnitt om hjemmet' },
  { kind: 'heading', level: 2, text: 'Overskrift om veien' },
  { kind: 'bullet', text: 'Et punkt om fritiden' },
  { text: '' },
  { text: 'Siste avsnitt om bussen' },
];

let lab: LabBrowser;
let page: Page;
let errors: string[];

beforeAll(async () => {
  lab = await LabBrowser.start();
  // High enough for both texts: nothing scrolls.
  ({ page, errors } = await lab.open({ viewport: { width: 1280, height: 1600 } }));
});
afterAll(() => lab?.stop());

async function open(seed = SEED): Promise<string[]> {
  await page.evaluate((given) => window.lab.open(['Kari', 'Ola'], given), seed);
  await page.waitForSelector('#Ola .toolbar');
  await page.waitForFunction(() => window.lab.ready);
  return page.evaluate(async () => {
    await document.fonts.ready;
    window.lab.online = true;
    return window.lab.textIds('Kari');
  });
}

const caret = () => page.evaluate(() => window.lab.caret('Kari'));

/** Click at the end of the text with this id; returns the text that got the caret, since the storm moves lines. */
async function click(text: string, ids: string[]): Promise<string> {
  for (let tries = 0; tries < 10; tries += 1) {
    const point = await page.evaluate((id) => {
      const at = window.lab.textIds('Kari').indexOf(id);
      const box = document.querySelectorAll('#Kari .tiptap > .block')[at]?.getBoundingClientRect();
      return box && { x: box.right - 8, y: box.bottom - box.height / 2 };
    }, text);
    if (!point) throw new Error('the text is not on the screen');
    await page.mouse.click(point.x, point.y);
    const clicked = await caret();
    // Ignore blocks that the storm inserts and removes.
    if (clicked && ids.includes(clicked)) return clicked;
  }
  throw new Error('the click never reached the text');
}

const textOf = async (id: string, name = 'Kari') =>
  page.evaluate(([who, wanted]) => window.lab.blocks(who)[window.lab.textIds(who).indexOf(wanted)]?.text, [
    name,
    id,
  ] as const);

/** With more rounds a paragraph would wrap, and End moves only to the end of a line. */
const ROUNDS = 40;
const TIMES = process.env.TESTS_SOAK ? 12 : 2;

describe('while somebody else edits without pause', () => {
  test.each(Array.from({ length: TIMES }, (_, time) => time))(
    'text is inserted at the caret (%i)',
    async () => {
      const ids = await open();
      const storm = await page.evaluateHandle(() => window.lab.storm('Ola'));
      const written = new Map(ids.map((id) => [id, '']));
      for (let round = 0; round < ROUNDS; round += 1) {
        const id = ids[(round * 5 + Math.floor(round / 6)) % ids.length] as string;
        const word = ` ord${round}`;
        const text = await click(id, ids);
        if (round % 2) await page.keyboard.press('Home');
        expect(await caret(), `round ${round}: the caret stays in its text`).toBe(text);
        await page.keyboard.press('End');
        await page.keyboard.type(word);
        written.set(text, `${written.get(text)}${word}`);
        const now = await textOf(text);
        expect(now?.endsWith(word), `round ${round}: "${word}" ends "${now}"`).toBe(true);
      }
      expect(await storm.evaluate((blowing) => blowing.end())).toBeGreaterThan(ROUNDS);
      for (const id of ids) {
        expect((await textOf(id))?.endsWith(written.get(id) ?? '')).toBe(true);
        expect(await textOf(id, 'Ola')).toBe(await textOf(id));
      }
    },
  );
});

test('letter by letter at one place, words that begin alike stay whole', async () => {
  await open([{ text: 'Alle' }]);
  await page.evaluate(() => window.lab.select('Kari', [0, 4]));
  const ola = (letter: string) =>
    page.evaluate((typed) => {
      const { editor } = window.lab.person('Ola');
      editor?.view.dispatch(editor.state.tr.insertText(typed));
    }, letter);
  await page.evaluate(() => window.lab.person('Ola').editor?.commands.setTextSelection(5));
  for (let at = 0; at < 6; at += 1) {
    await ola('   bbb'[at] as string);
    await page.keyboard.type('   kkk'[at] as string);
  }
  const text = await page.evaluate(() => window.lab.text('Kari'));
  expect(text).toBe(await page.evaluate(() => window.lab.text('Ola')));
  expect(['Alle   kkk   bbb', 'Alle   bbb   kkk']).toContain(text);
});

describe('a caret in a text that somebody else changes', () => {
  const NOTHING_LIKE_IT: SeedBlock[] = [
    { text: 'lik' },
    { text: '' },
    { kind: 'heading', level: 2, text: 'Om veien hjem' },
    { text: 'lik' },
    { text: '' },
  ];
  /** Kari's caret is in the heading, after «Om veien»; Ola's change is delivered, and she types. */
  async function writtenAfter(doing: () => void): Promise<string> {
    await open(NOTHING_LIKE_IT);
    await page.evaluate(() => window.lab.select('Kari', [2, 8]));
    await page.evaluate(doing);
    await page.keyboard.type('!');
    return page.evaluate(() => window.lab.text('Ola'));
  }
  test('stays behind its words when words come ahead of it', async () => {
    const text = await writtenAfter(() => {
      const { editor } = window.lab.person('Ola');
      editor?.view.dispatch(editor.state.tr.insertText('Mye ', 8));
    });
    expect(text).toBe('lik\n\nMye Om veien! hjem\nlik\n');
  });
  test('follows its words when the paragraph is split ahead of it', async () => {
    const text = await writtenAfter(() => {
      const { editor } = window.lab.person('Ola');
      editor?.view.dispatch(editor.state.tr.split(11));
    });
    expect(text).toBe('lik\n\nOm \nveien! hjem\nlik\n');
  });
  test('follows its words when they are moved', async () => {
    const text = await writtenAfter(() => {
      const { editor } = window.lab.person('Ola');
      editor?.commands.setTextSelection(10);
      editor?.view.dom.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'ArrowUp', altKey: true, bubbles: true, cancelable: true }),
      );
    });
    expect(text).toBe('lik\nOm veien! hjem\n\nlik\n');
  });
  test('stays at the position of its words when they are deleted', async () => {
    const text = await writtenAfter(() => {
      const { editor } = window.lab.person('Ola');
      editor?.view.dispatch(editor.state.tr.delete(8, 21));
    });
    expect(text).toBe('lik\n\n!\nlik\n');
  });
  test('in an empty paragraph stays in it when somebody writes there', async () => {
    await open(NOTHING_LIKE_IT);
    await page.evaluate(() => window.lab.select('Kari', [1, 0]));
    await page.evaluate(() => {
      const { editor } = window.lab.person('Ola');
      editor?.view.dispatch(editor.state.tr.insertText('Ola', 6));
    });
    await page.keyboard.type('K');
    expect(await page.evaluate(() => window.lab.text('Ola'))).toBe('lik\nKOla\nOm veien hjem\nlik\n');
  });
  test('keeps the marks chosen for what is written next', async () => {
    await open(NOTHING_LIKE_IT);
    await page.evaluate(() => window.lab.select('Kari', [0, 3]));
    await page.keyboard.press('Control+b');
    await page.evaluate(() => {
      const { editor } = window.lab.person('Ola');
      editor?.view.dispatch(editor.state.tr.insertText('Ola', 8));
    });
    await page.keyboard.type('!');
    expect(await page.evaluate(() => window.lab.xml('Ola'))).toContain('lik<bold>!</bold>');
  });
});

test('nothing above complained in the console, the content security policy included', () => {
  expect(errors).toEqual([]);
});
