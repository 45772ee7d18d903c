import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LabBrowser } from '../testing/browser';
import { Places } from '../testing/places';
import type { SeedBlock } from '../testing/seed';

/** Kari reads or writes far down while Ola changes the text above her. Nothing may move on her screen, px. */
const STILL = 2;

const LINE = 'Vi har snakket om hvordan dagene kan bli roligere, og hva som skal til for at alle får sove. ';
const SEED: SeedBlock[] = Array.from({ length: 60 }, (_, index) => ({
  kind: index % 9 === 7 ? 'bullet' : 'paragraph',
  text: `Avsnitt ${index}. ${LINE.repeat(1 + (index % 4))}`,
}));
/** A paragraph higher than the screen. */
const LONG: SeedBlock[] = SEED.map((block, index) => (index === 30 ? { text: LINE.repeat(80) } : block));

let lab: LabBrowser;
let page: Page;
let errors: string[];

beforeAll(async () => {
  lab = await LabBrowser.start();
  ({ page, errors } = await lab.open({ viewport: { width: 1280, height: 900 } }));
});
afterAll(() => lab?.stop());

async function open(seed = SEED, readers: string[] = []): Promise<void> {
  await page.evaluate(([given, who]) => window.lab.open(['Kari', 'Ola'], given, who), [
    seed,
    readers,
  ] as const);
  await page.waitForFunction(() => window.lab.ready);
  await page.evaluate(async () => {
    await document.fonts.ready;
    window.lab.online = true;
  });
}

/** What Ola does at a block. */
const DOINGS = ['letters', 'split', 'paste', 'removal', 'join', 'bullets'] as const;
type Doing = (typeof DOINGS)[number];

async function does(doing: Doing, block: number): Promise<void> {
  await page.evaluate(
    ([what, at]) => {
      const { editor } = window.lab.person('Ola');
      if (!editor) return;
      const { state, view } = editor;
      const starts: number[] = [];
      state.doc.forEach((_, offset) => {
        starts.push(offset);
      });
      const start = starts[at] ?? 0;
      const line = state.doc.child(at);
      const changes = {
        letters: () =>
          state.tr.insertText('Dette er nytt, og fyller mer enn en linje i teksten. '.repeat(4), start + 1),
        split: () => state.tr.split(start + 9),
        paste: () =>
          state.tr.insert(
            start,
            [1, 2, 3].map(() => line.copy(line.content)),
          ),
        removal: () => state.tr.delete(start, start + line.nodeSize),
        join: () => state.tr.join(start + line.nodeSize),
        bullets: () => state.tr.setNodeAttribute(start, 'kind', 'bullet'),
      };
      view.dispatch(changes[what]());
    },
    [doing, block] as const,
  );
  await places.drawn();
}

const places = new Places(() => page, '#Kari .tiptap');
const topOf = (words: string) => places.topOf(words);
const scrollTo = (words: string, y: number) => places.scrollTo(words, y);

const anchored = (by: string) =>
  page.evaluate((value) => {
    document.documentElement.style.setProperty('overflow-anchor', value);
  }, by);

/** Some browsers have no anchor of their own. */
describe.each(['auto', 'none'])('with overflow-anchor: %s', (anchor) => {
  beforeAll(() => anchored(anchor));

  /** Ola does everything at each of the blocks; after each the words are where they were. */
  async function expectStill(words: string, ...blocks: number[]): Promise<void> {
    const before = await topOf(words);
    for (const doing of DOINGS) {
      for (const block of blocks) {
        await does(doing, block);
        expect(Math.abs((await topOf(words)) - before), `${doing} at ${block}`).toBeLessThanOrEqual(STILL);
      }
    }
  }

  test('what one reads stays', async () => {
    await open(SEED, ['Kari']);
    await scrollTo('Avsnitt 40.', 200);
    await expectStill('Avsnitt 40.', 2, 20);
  });

  test('also when the room between two paragraphs is at the top of the screen', async () => {
    await open(SEED, ['Kari']);
    await scrollTo('Avsnitt 40.', 10);
    await expectStill('Avsnitt 40.', 20);
  });

  test('also with the caret, out of sight, in another paragraph', async () => {
    await open();
    await page.evaluate(() => window.lab.select('Kari', [1, 3]));
    await scrollTo('Avsnitt 40.', 200);
    await expectStill('Avsnitt 40.', 12);
  });

  test('the line one writes in stays, whatever happens above it on the same screen', async () => {
    await open();
    await scrollTo('Avsnitt 20.', 600);
    await page.evaluate(() => window.lab.select('Kari', [20, 11]));
    const before = await topOf('Avsnitt 20.');
    await expectStill('Avsnitt 20.', 2, 17);
    await page.keyboard.type('!');
    expect(await page.evaluate(() => window.lab.text('Ola'))).toContain('Avsnitt 20.!');
    expect(Math.abs((await topOf('Avsnitt 20.')) - before)).toBeLessThanOrEqual(STILL);
  });

  test('and the lines of a paragraph higher than the screen, when others write further up in it', async () => {
    await open(LONG, ['Kari']);
    await scrollTo('Avsnitt 31.', 1_100);
    const marked = await page.evaluate(() => {
      const caret = document.caretPositionFromPoint(400, 400);
      return caret?.offsetNode.textContent?.slice(caret.offset, caret.offset + 1) ? caret.offset : 0;
    });
    const top = (offset: number) =>
      page.evaluate((at) => {
        const text = document.querySelectorAll('#Kari .tiptap > .block')[30]?.firstChild;
        const range = document.createRange();
        range.setStart(text as Node, at);
        range.setEnd(text as Node, at + 1);
        return range.getBoundingClientRect().top;
      }, offset);
    const before = await top(marked);
    await does('letters', 30);
    const now = await top(marked + 'Dette er nytt, og fyller mer enn en linje i teksten. '.repeat(4).length);
    // The letter may have come to the line above or below.
    expect(Math.abs(now - before)).toBeLessThanOrEqual(40);
  });

  test('small errors of many changes do not add up', async () => {
    await open();
    await scrollTo('Avsnitt 30.', 500);
    await page.evaluate(() => window.lab.select('Kari', [30, 4]));
    const before = await topOf('Avsnitt 30.');
    for (let time = 0; time < 25; time += 1) await does('split', 27);
    expect(Math.abs((await topOf('Avsnitt 30.')) - before)).toBeLessThanOrEqual(STILL);
  });
});

test('the page follows the caret when one writes past the end of the screen', async () => {
  await open();
  await scrollTo('Avsnitt 20.', 800);
  await page.evaluate(() => window.lab.select('Kari', [20, 11]));
  for (let time = 0; time < 12; time += 1) await page.keyboard.press('Enter');
  await page.keyboard.type('Her!');
  const top = await topOf('Her!');
  expect(top).toBeGreaterThan(180);
  // The whole line is on the screen: it is 30 px high.
  expect(top).toBeLessThan(900 - 30);
});

test('nothing above complained in the console, the content security policy included', () => {
  expect(errors).toEqual([]);
});
