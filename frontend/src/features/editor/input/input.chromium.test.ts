import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LabBrowser } from '../testing/browser';
import type { SeedBlock } from '../testing/seed';

let lab: LabBrowser;
let page: Page;
let errors: string[];
let devtools: CDPSession;

beforeAll(async () => {
  lab = await LabBrowser.start();
  ({ page, errors } = await lab.open());
  devtools = await page.context().newCDPSession(page);
});
afterAll(() => lab?.stop());

async function open(...seed: SeedBlock[]): Promise<void> {
  await page.evaluate((given) => window.lab.open(['Kari', 'Ola'], given), seed);
  await page.waitForSelector('#Ola [contenteditable=true]');
  await page.waitForFunction(() => window.lab.ready);
  await page.evaluate(() => {
    window.lab.online = true;
  });
}

const text = (name = 'Kari') => page.evaluate((who) => window.lab.text(who), name);
const cursor = (block: number, offset: number) =>
  page.evaluate(([b, o]) => window.lab.select('Kari', [b, o]), [block, offset] as const);
const compose = (words: string) =>
  devtools.send('Input.imeSetComposition', {
    text: words,
    selectionStart: words.length,
    selectionEnd: words.length,
  });
const commit = (words: string) => devtools.send('Input.insertText', { text: words });

describe('composition, as input methods and phone keyboards write', () => {
  test('is written once, and Ola sees it', async () => {
    await open({ text: 'Jeg vil  snart' });
    await cursor(0, 8);
    for (const part of ['l', 'le', 'les', 'lese']) await compose(part);
    await commit('lese');
    expect(await text('Ola')).toBe('Jeg vil lese snart');
  });
  test('survives what Ola writes in the same paragraph meanwhile', async () => {
    await open({ text: 'Jeg vil  snart' });
    await cursor(0, 8);
    await compose('le');
    await page.evaluate(() => {
      const { editor } = window.lab.person('Ola');
      editor?.view.dispatch(editor.state.tr.insertText('Hei! ', 1));
    });
    await compose('les');
    await page.evaluate(() => {
      const { editor } = window.lab.person('Ola');
      editor?.view.dispatch(editor.state.tr.insertText(' nå', editor.state.doc.content.size - 1));
    });
    await compose('lese');
    await commit('lese');
    expect(await text()).toBe('Hei! Jeg vil lese snart nå');
    expect(await text('Ola')).toBe(await text());
  });
  test('survives Ola making the paragraph a heading', async () => {
    await open({ text: 'Jeg vil  snart' });
    await cursor(0, 8);
    await compose('le');
    await page.evaluate(() => {
      const { editor } = window.lab.person('Ola');
      editor?.view.dispatch(
        editor.state.tr.setNodeAttribute(0, 'kind', 'heading').setNodeAttribute(0, 'level', 1),
      );
    });
    await compose('lese');
    await commit('lese');
    expect(await text('Ola')).toContain('lese');
    expect(await text('Ola')).toBe(await text());
  });
  test('in an empty part and in a list item', async () => {
    await open({ kind: 'bullet', text: '' });
    await cursor(0, 0);
    await compose('å');
    await compose('åp');
    await commit('åpen');
    expect(await page.evaluate(() => window.lab.blocks('Ola'))).toEqual([
      { attributes: { kind: 'bullet' }, text: 'åpen' },
    ]);
  });
});

describe('dictation and long texts', () => {
  test('bursts of whole sentences arrive in order', async () => {
    await open({ text: '' });
    await cursor(0, 0);
    const sentences = Array.from(
      { length: 30 },
      (_, n) => `Dette er setning nummer ${n + 1}, sagt uten pause. `,
    );
    for (const sentence of sentences) await commit(sentence);
    expect(await text('Ola')).toBe(sentences.join(''));
  });
  test('a paragraph of 200,000 letters is pasted in frames the server takes', async () => {
    await open({ text: 'før og etter' });
    await cursor(0, 4);
    const words = 'blåbær på tue '.repeat(14_300).trim();
    await paste({ 'text/plain': words });
    expect(await text('Ola')).toBe(`før ${words}og etter`);
    const largest = await page.evaluate(() =>
      Math.max(...window.lab.sent.map(({ update }) => update.length * 0.75)),
    );
    expect(largest).toBeLessThan(256_000);
    expect(await page.evaluate(() => window.lab.blocks('Kari').length)).toBe(1);
  });
  test('many paragraphs keep their order over several frames', async () => {
    await open({ text: 'slutt' });
    await cursor(0, 0);
    const lines = Array.from({ length: 300 }, (_, n) => `${n}: ${'ord '.repeat(100).trim()}`);
    await paste({ 'text/plain': lines.join('\n') });
    expect((await text('Ola')).split('\n')).toEqual([...lines.slice(0, -1), `${lines.at(-1)}slutt`]);
  });
});

/** A paste event with exactly this data: Chromium's clipboard sanitises HTML that a page writes to it. */
async function paste(data: Record<string, string>): Promise<void> {
  await page.evaluate((given) => {
    const clipboardData = new DataTransfer();
    for (const [type, value] of Object.entries(given)) clipboardData.setData(type, value);
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    window.lab.person('Kari').editor?.view.dom.dispatchEvent(event);
  }, data);
}

async function copied(): Promise<{ html: string; text: string }> {
  return page.evaluate(() => {
    const clipboardData = new DataTransfer();
    const event = new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true });
    window.lab.person('Kari').editor?.view.dom.dispatchEvent(event);
    return { html: clipboardData.getData('text/html'), text: clipboardData.getData('text/plain') };
  });
}

describe('paste', () => {
  const WORD = `<html><head><style>p {margin:0}</style></head><body><h1>Plan</h1><p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>a.<span style='font:7.0pt "Times New Roman"'>&nbsp; </span></span><![endif]>Steg <a href="javascript:x()">her</a></p></body></html>`;
  test('from Word into an empty paragraph takes over its shape', async () => {
    await open({ text: '' });
    await cursor(0, 0);
    await paste({ 'text/html': WORD, 'text/plain': 'Plan' });
    expect(await page.evaluate(() => window.lab.blocks('Ola'))).toEqual([
      { attributes: { kind: 'heading', level: 1 }, text: 'Plan' },
      { attributes: { kind: 'ordered', indent: 1 }, text: 'Steg her' },
    ]);
  });
  test('into the middle of a sentence continues it and keeps what follows', async () => {
    await open({ text: 'begynnelse slutt' });
    await cursor(0, 11);
    await paste({ 'text/html': '<p>en </p><ul><li>to </li></ul>' });
    expect(await page.evaluate(() => window.lab.blocks('Ola'))).toEqual([
      { attributes: { kind: 'paragraph' }, text: 'begynnelse en' },
      { attributes: { kind: 'bullet' }, text: 'toslutt' },
    ]);
  });
  test('of what was copied here gives the same blocks; other programs get real lists', async () => {
    const seed: SeedBlock[] = [
      { kind: 'heading', level: 2, text: 'Mål' },
      { kind: 'ordered', text: 'en' },
      { kind: 'bullet', indent: 1, text: 'under' },
      { kind: 'ordered', text: 'to' },
      { text: 'slutt' },
    ];
    await open(...seed);
    await page.evaluate(() => window.lab.select('Kari', [0, 0], [4, 5]));
    const before = await page.evaluate(() => window.lab.blocks('Kari'));
    const clipboard = await copied();
    expect(clipboard.html.replace(/ data-(?:pm-slice|samplan)="[^"]*"/g, '')).toBe(
      '<h2>Mål</h2><ol><li>en<ul><li>under</li></ul></li><li>to</li></ol><p>slutt</p>',
    );
    expect(clipboard.text).toBe('Mål\n1. en\n  ◦ under\n2. to\nslutt');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await paste({ 'text/html': clipboard.html, 'text/plain': clipboard.text });
    expect(await page.evaluate(() => window.lab.blocks('Kari'))).toEqual(before);
  });
});

describe('typed signs', () => {
  const typed = async (words: string) => {
    await open({ text: '' });
    await cursor(0, 0);
    await page.keyboard.type(words);
    return (await page.evaluate(() => window.lab.xml('Ola'))).replace(/<\/?block[^>]*>/g, '');
  };
  test('a typed address becomes a link at the space behind it, without the full stop', async () => {
    expect(await typed('se https://nav.no/a. og')).toBe(
      'se <link href="https://nav.no/a">https://nav.no/a</link>. og',
    );
    expect(await typed('se javascript:x() og nav.no ')).toBe('se javascript:x() og nav.no ');
  });
  test('brackets become ticks, asterisks bold', async () => {
    expect(await typed('[] melk')).toBe('☐ melk');
    expect(await typed('[x] brød')).toBe('☑ brød');
    expect(await typed('et **viktig** ord, 2 * 3 ** 4')).toBe('et <bold>viktig</bold> ord, 2 * 3 ** 4');
  });
});

test('nothing above complained in the console, the content security policy included', () => {
  expect(errors).toEqual([]);
});
