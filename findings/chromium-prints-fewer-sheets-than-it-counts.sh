#!/usr/bin/env bash
# What a page adds for paper when matchMedia('print') changes is laid out and counted, and its sheets are not printed.
#
# Expected: in a "change" event with matches === true, added content is printed; or it comes too late and is nowhere.
# Seen:     Chromium 147, page.pdf(): two sheets added there make the first say "1 of 3", and it is the only one, each time. Added
#           in beforeprint all three are printed. What fits on the sheets that were there without it is printed either way,
#           so a short page does not show the fault.
# Source:   @sparticuz/chromium 147.0.0 (Linux x64), puppeteer-core 24.43.1, pdfjs-dist 4.10.38. beforeprint is fired before the
#           page is laid out for paper (https://html.spec.whatwg.org/#printing-steps), a "change" while that is rendered
#           (https://drafts.csswg.org/cssom-view/#evaluate-media-queries-and-report-changes). Others lost sheets or met it
#           halfway: WickyNilliams/enquire.js#137, mui/material-ui#17595.
# Means:    A hook like useMedia('print') is not enough to render what is only for paper: do it in beforeprint, and at once
#           (React: flushSync). Test with more than one sheet, and count the sheets instead of believing "of 3".
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
export TMPDIR=$room # the browser is unpacked there
echo '{"private":true,"type":"module"}' >package.json
npm install --silent --no-audit --no-fund @sparticuz/chromium@147.0.0 puppeteer-core@24.43.1 pdfjs-dist@4.10.38

cat >seen.mjs <<'JS'
import assert from 'node:assert/strict';
import chromium from '@sparticuz/chromium';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import puppeteer from 'puppeteer-core';

const PAGE = `<style>@page { size: A5; margin: 2cm; @bottom-center { content: counter(page) ' of ' counter(pages) } }
  #plan p { break-before: page }</style><p>First</p><div id="plan"></div>`;
const ways = {
  beforeprint: () => {
    addEventListener('beforeprint', () => (plan.innerHTML = '<p>Second</p><p>Third</p>'));
    addEventListener('afterprint', () => plan.replaceChildren());
  },
  change: () => {
    matchMedia('print').addEventListener('change', ({ matches }) => (plan.innerHTML = matches ? '<p>Second</p><p>Third</p>' : ''));
  },
};

/** What stands on each sheet. */
async function sheets(data) {
  const pdf = await getDocument({ data, verbosity: 0 }).promise;
  const texts = Array.from({ length: pdf.numPages }, async (_, at) => (await pdf.getPage(at + 1)).getTextContent());
  return (await Promise.all(texts)).map(({ items }) => items.map(({ str }) => str).filter((words) => words.trim()).join(', '));
}

const browser = await puppeteer.launch({
  executablePath: await chromium.executablePath(),
  args: chromium.args,
  headless: 'shell',
});
const seen = {};
for (const [way, listen] of Object.entries(ways)) {
  const page = await browser.newPage();
  await page.setContent(PAGE);
  await page.evaluate(listen);
  seen[way] = [];
  for (const _ of ['once', 'again']) seen[way].push(await sheets(await page.pdf({ preferCSSPageSize: true })));
}
console.log(await browser.version(), seen);
await browser.close();

const all = ['1 of 3, First', '2 of 3, Second', '3 of 3, Third'];
assert.deepEqual(seen, { beforeprint: [all, all], change: [['1 of 3, First'], ['1 of 3, First']] });
JS
node seen.mjs
