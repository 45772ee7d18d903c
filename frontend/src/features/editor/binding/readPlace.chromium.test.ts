import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { LabBrowser } from '../testing/browser';
import { Places } from '../testing/places';
import type { SeedBlock } from '../testing/seed';

/** Kari reads, without an editor, while Ola changes the text above and below her. Nothing may move, px. */
const STILL = 2;

const LINE = 'Vi har snakket om hvordan dagene kan bli roligere, og hva som skal til for at alle får sove. ';
const numbered = (count: number, ends: string) =>
  Array.from({ length: count }, (_, index) => `Setning ${index}. ${LINE}`).join('') + ends;
/** A paragraph higher than the screen is the 20th, and the last. */
const SEED: SeedBlock[] = Array.from({ length: 40 }, (_, index) => ({
  text:
    index === 20 || index === 39 ? numbered(60, `Slutt ${index}.`) : `Avsnitt ${index}. ${LINE.repeat(3)}`,
}));

let lab: LabBrowser;
let page: Page;
let errors: string[];

beforeAll(async () => {
  lab = await LabBrowser.start();
  ({ page, errors } = await lab.open({ viewport: { width: 390, height: 700 } }));
});
afterAll(() => lab?.stop());

beforeEach(async () => {
  await page.evaluate((seed) => window.lab.open(['Kari', 'Ola'], seed, [], ['Kari']), SEED);
  await page.waitForFunction(() => window.lab.ready);
  await page.evaluate(async () => {
    await document.fonts.ready;
    window.lab.online = true;
  });
});

const DOINGS = [
  'letters',
  'more',
  'sentence',
  'split',
  'enter',
  'removal',
  'join',
  'bullet',
  'heading',
] as const;
type Doing = (typeof DOINGS)[number];

/** What Ola does at a block; `split` is after its ninth letter, `enter` at its end. */
async function does(doing: Doing, block: number): Promise<void> {
  await page.evaluate(
    ([what, at]) => {
      const { editor } = window.lab.person('Ola');
      if (!editor) throw new Error('Ola has no editor');
      const { state, view } = editor;
      let start = 0;
      for (let above = 0; above < at; above += 1) start += state.doc.child(above).nodeSize;
      const line = state.doc.child(at);
      const end = start + line.nodeSize;
      const words = 'Dette er nytt, og fyller mer enn en linje i teksten. '.repeat(3);
      const changes = {
        letters: () => state.tr.insertText(words, start + 1),
        more: () => state.tr.insertText(words, end - 1),
        sentence: () => state.tr.delete(start + 1, start + 101),
        split: () => state.tr.split(start + 9),
        enter: () => state.tr.split(end - 1),
        removal: () => state.tr.delete(start, end),
        join: () => state.tr.join(end),
        bullet: () => state.tr.setNodeAttribute(start, 'kind', 'bullet'),
        heading: () =>
          state.tr.setNodeAttribute(start, 'kind', 'heading').setNodeAttribute(start, 'level', 1),
      };
      view.dispatch(changes[what]());
    },
    [doing, block] as const,
  );
  await places.drawn();
}

const places = new Places(() => page, '#Kari');
const topOf = (words: string) => places.topOf(words);
const scrollTo = (words: string, y: number) => places.scrollTo(words, y);

async function expectStill(words: string, doing: Doing, block: number): Promise<void> {
  const before = await topOf(words);
  await does(doing, block);
  expect(Math.abs((await topOf(words)) - before), `${doing} at ${block}`).toBeLessThanOrEqual(STILL);
}

/** Some browsers have no anchor of their own. */
describe.each(['auto', 'none'])('with overflow-anchor: %s', (anchor) => {
  beforeEach(() =>
    page.evaluate((value) => document.documentElement.style.setProperty('overflow-anchor', value), anchor),
  );

  test.each(DOINGS)('what one reads stays: %s above it', async (doing) => {
    await scrollTo('Avsnitt 12.', 200);
    await expectStill('Avsnitt 12.', doing, 3);
  });

  test.each([0, 10, -10])(
    'what is after the first visible block, when that one goes, %i px down',
    async (y) => {
      await scrollTo('Avsnitt 12.', y);
      await expectStill('Avsnitt 13.', 'removal', 12);
    },
  );

  test.each(['bullet', 'heading'] as const)('the first visible block stays as a %s', async (kind) => {
    await scrollTo('Avsnitt 12.', 10);
    await expectStill('Avsnitt 12.', kind, 12);
  });

  test.each(['enter', 'more', 'split', 'letters', 'sentence', 'join'] as const)(
    'the lines of a paragraph that began above the screen stay: %s in it',
    async (doing) => {
      await scrollTo('Slutt 20.', 300);
      // The letter at the top of the screen may come to another place in its line, and then to the next one.
      const still = doing === 'enter' || doing === 'more' || doing === 'join';
      if (still) await expectStill('Setning 58.', doing, 20);
      else {
        const before = await topOf('Setning 58.');
        await does(doing, 20);
        expect(Math.abs((await topOf('Setning 58.')) - before)).toBeLessThanOrEqual(32);
      }
    },
  );

  test('also of one that fills it, when the next one grows', async () => {
    await scrollTo('Setning 30.', 100);
    for (const doing of ['more', 'removal'] as const) await expectStill('Setning 30.', doing, 21);
  });

  test('and of the last block', async () => {
    await scrollTo('Slutt 39.', 500);
    const still = async (doing: Doing, block: number) => expectStill('Slutt 39.', doing, block);
    await still('removal', 3);
    await still('enter', 37);
    await still('bullet', 38);
  });

  test('nothing jumps when all that was on the screen goes', async () => {
    await scrollTo('Avsnitt 12.', 10);
    const before = await page.evaluate(() => scrollY);
    await page.evaluate(() => {
      const { body } = window.lab.person('Ola');
      body.delete(0, body.length);
    });
    expect(await page.evaluate(() => scrollY)).toBeLessThanOrEqual(before);
  });
});

test('nothing above complained in the console', () => {
  expect(errors).toEqual([]);
});
