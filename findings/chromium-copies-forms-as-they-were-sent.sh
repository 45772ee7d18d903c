#!/usr/bin/env bash
# Chromium copies a form as the page was sent, not as it stands on the screen. A box that somebody has ticked is copied as
# unticked and the other way round, a field has its old words, a list no choice, a text area nothing. The plain text of the same
# clipboard has the words as they stand, and no ticks at all.
#
# Expected: the HTML on the clipboard says what was to be seen, as it does for styles, which Chromium computes for it.
# Seen:     Chromium 147, keys Ctrl+A, Ctrl+C, read in a paste event of another page:
#           ticked by a click      → <input type="checkbox" id="ticked">
#           unticked by a click    → <input type="checkbox" checked="" id="cleared">
#           "10 mg" typed to be "5 mg" → <input value="10 mg">, plain text "5 mg"
#           another option chosen  → <option> without selected, plain text the chosen one
#           a text area            → <textarea></textarea>, plain text what stands in it
# Source:   @sparticuz/chromium 147.0.0 (Linux x64), puppeteer-core 24.43.1. HTML fragments are serialised from attributes and
#           children (https://html.spec.whatwg.org/#html-fragment-serialisation-algorithm); what somebody did to a control is
#           in neither.
# Means:    Whoever reads pasted HTML cannot believe checked, value and selected of controls that people can change: say so, or
#           take the words that the plain text confirms. A page whose ticks are to be copied writes them as text, or as
#           aria-checked, which follows what is shown.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
export TMPDIR=$room # the browser is unpacked there
echo '{"private":true,"type":"module"}' >package.json
npm install --silent --no-audit --no-fund @sparticuz/chromium@147.0.0 puppeteer-core@24.43.1

cat >seen.mjs <<'JS'
import assert from 'node:assert/strict';
import chromium from '@sparticuz/chromium';
import puppeteer from 'puppeteer-core';

const FORM = `<p>Form</p><p><input type="checkbox" id="ticked"> <input type="checkbox" checked id="cleared">
  <input id="dose" value="10 mg"> <select id="choice"><option>no<option>yes</select> <textarea id="note">old</textarea></p><p>End</p>`;

const browser = await puppeteer.launch({
  executablePath: await chromium.executablePath(),
  args: chromium.args,
  headless: 'shell',
});
const page = await browser.newPage();
await page.setContent(FORM);
await page.click('#ticked');
await page.click('#cleared');
await page.click('#dose', { count: 3 });
await page.keyboard.type('5 mg');
await page.select('#choice', 'yes');
await page.click('#note', { count: 3 });
await page.keyboard.type('new');
const shown = await page.evaluate(() => [ticked.checked, cleared.checked, dose.value, choice.value, note.value]);
await page.evaluate(() => document.activeElement.blur());
await page.keyboard.down('Control');
for (const key of ['a', 'c']) await page.keyboard.press(key, { commands: [key === 'a' ? 'selectAll' : 'copy'] });
await page.keyboard.up('Control');

await page.setContent('<div contenteditable id="here"></div>');
const pasted = page.evaluate(
  () =>
    new Promise((done) => {
      here.focus();
      document.addEventListener('paste', ({ clipboardData }) =>
        done([clipboardData.getData('text/html'), clipboardData.getData('text/plain')]),
      );
    }),
);
await page.keyboard.down('Control');
await page.keyboard.press('v', { commands: ['paste'] });
await page.keyboard.up('Control');
const [html, text] = await pasted;
const copied = await page.evaluate((source) => {
  const { body } = new DOMParser().parseFromString(source, 'text/html');
  return ['#ticked', '#cleared', '#dose', '#choice', '#note'].map((id) => body.querySelector(id).outerHTML);
}, html);
console.log(await browser.version(), '\nshown: ', shown, '\ncopied:', copied, '\nplain text:', JSON.stringify(text));
await browser.close();

assert.deepEqual(shown, [true, false, '5 mg', 'yes', 'new']);
assert.deepEqual(copied, [
  '<input type="checkbox" id="ticked">',
  '<input type="checkbox" checked="" id="cleared">',
  '<input id="dose" value="10 mg">',
  '<select id="choice"><option>no</option><option>yes</option></select>',
  '<textarea id="note"></textarea>',
]);
for (const words of ['5 mg', 'yes', 'new']) assert.ok(text.includes(words), words);
assert.ok(!/10 mg|old|☑|☐|\[x\]/.test(text));
JS
node seen.mjs
