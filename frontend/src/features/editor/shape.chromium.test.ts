import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededBelow } from '../../testing/seeded';
import { LabBrowser } from './testing/browser';
import type { SeedBlock } from './testing/seed';

/** Random actions of two people; after each the document must have the shape that the server requires. */
const ROUNDS = process.env.TESTS_SOAK ? 40 : 3;
const STEPS = 40;

const KEYS = [
  'a',
  'Space',
  'Enter',
  'Enter',
  'Shift+Enter',
  'Backspace',
  'Backspace',
  'Delete',
  'Tab',
  'Shift+Tab',
  'Control+Alt+1',
  'Control+Alt+3',
  'Control+Alt+0',
  'Control+Shift+7',
  'Control+Shift+8',
  'Control+b',
  'Control+i',
  'Control+z',
  'Control+y',
  'Control+x',
  'Control+v',
  'Control+c',
  'Alt+ArrowUp',
  'Alt+ArrowDown',
  '#',
  '-',
];

const SEED: SeedBlock[] = [
  { kind: 'heading', level: 1, text: 'Behov' },
  { text: 'Et avsnitt om det som trengs' },
  { kind: 'bullet', text: 'ett punkt' },
  { kind: 'ordered', indent: 1, text: 'et steg' },
];

let lab: LabBrowser;
let page: Page;

beforeAll(async () => {
  lab = await LabBrowser.start();
  ({ page } = await lab.open());
});
afterAll(() => lab?.stop());

async function selectSomewhere(name: string, next: (below: number) => number): Promise<void> {
  const shares = [next(1000), next(1000), next(3)] as const;
  await page.evaluate(
    ([who, [from, to, same]]) => {
      const { editor } = window.lab.person(who);
      if (!editor) return;
      const size = editor.state.doc.content.size;
      const at = (share: number) => Math.round((share / 1000) * size);
      editor.commands.setTextSelection({ from: at(from), to: same ? at(from) : at(to) });
      editor.view.focus();
    },
    [name, shares] as const,
  );
}

async function expectShape(message: string): Promise<void> {
  const found = await page.evaluate(() =>
    ['Kari', 'Ola'].flatMap((name) => window.lab.violations(name).shape),
  );
  expect(found, message).toEqual([]);
}

test.each(Array.from({ length: ROUNDS }, (_, round) => round + 1))(
  'round %i',
  async (round) => {
    const next = seededBelow(round);
    await page.evaluate((seed) => window.lab.open(['Kari', 'Ola'], seed), SEED);
    await page.waitForSelector('#Ola [contenteditable=true]');
    const done: string[] = [];
    for (let step = 0; step < STEPS; step += 1) {
      const name = next(2) === 0 ? 'Kari' : 'Ola';
      const key = KEYS[next(KEYS.length)] ?? 'a';
      await selectSomewhere(name, next);
      await page.keyboard.press(key);
      done.push(`${name} ${key}`);
      if (next(6) === 0) await page.evaluate(() => window.lab.deliver());
      await expectShape(done.join(', '));
    }
    await page.evaluate(() => window.lab.deliver());
    const [kari, ola] = await page.evaluate(() =>
      ['Kari', 'Ola'].map((name) => ({ xml: window.lab.xml(name), shown: window.lab.shown(name) })),
    );
    expect(kari, done.join(', ')).toEqual(ola);
    await expectShape(done.join(', '));
  },
  60_000,
);

test('alone, level and kind always fit together', async () => {
  const next = seededBelow(99);
  await page.evaluate((seed) => window.lab.open(['Kari', 'Ola'], seed), SEED);
  await page.waitForSelector('#Ola [contenteditable=true]');
  for (let step = 0; step < STEPS; step += 1) {
    await selectSomewhere('Kari', next);
    const key = KEYS[next(KEYS.length)] ?? 'a';
    await page.keyboard.press(key);
    expect(await page.evaluate(() => window.lab.violations('Kari').misfits), key).toEqual([]);
  }
});
