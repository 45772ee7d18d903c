#!/usr/bin/env bash
# Chromium knows one of Norway's two written standards. A date asked for in Nynorsk comes in the language the browser
# itself runs in, and names are sorted by that language's alphabet. Node knows Nynorsk, so a test that runs there passes.
#
# Expected: nn, an official language of Norway, is formatted as nb is, or at least falls back to nb.
# Seen:     Chromium 147, started in English:  nn → "Sunday, November 29, 2026", sorted Å Æ Ø Z
#           Node 22.12.0 (ICU 76.1):           nn → "søndag 29. november 2026",   sorted Z Æ Ø Å
#           In Chromium Intl.PluralRules says it speaks nn, Northern, Lule and Southern Sámi; dates and sorting know
#           none of them. Node has Northern Sámi too.
# Source:   @sparticuz/chromium 147.0.0 (Linux x64), puppeteer-core 24.43.1, node 22.12.0; which languages' data Chromium
#           carries is chosen in its build of ICU. Others met it: fullcalendar/fullcalendar#6498, Altinn/app-frontend-react#1422.
# Means:    Name the fallback (['nn', 'nb'] works), ask each Intl service by itself what it knows (supportedLocalesOf), and
#           look at Nynorsk and Sámi pages in a browser, not in a test that runs in Node.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
export TMPDIR=$room # the browser is unpacked there
echo '{"private":true,"type":"module"}' >package.json
npm install --silent --no-audit --no-fund @sparticuz/chromium@147.0.0 puppeteer-core@24.43.1 node@22.12.0

cat >seen.mjs <<'JS'
import assert from 'node:assert/strict';
import chromium from '@sparticuz/chromium';
import puppeteer from 'puppeteer-core';

const look = () =>
  Object.fromEntries(
    ['nb', 'nn', 'se', 'smj', 'sma'].map((language) => [
      language,
      {
        date: new Date(2026, 10, 29).toLocaleDateString(language, { dateStyle: 'full' }),
        sorted: ['Å', 'Z', 'Ø', 'Æ'].sort(new Intl.Collator(language).compare).join(' '),
        dates: Intl.DateTimeFormat.supportedLocalesOf(language).length > 0,
        plurals: Intl.PluralRules.supportedLocalesOf(language).length > 0,
      },
    ]),
  );
const fallingBack = () => new Intl.DateTimeFormat(['nn', 'nb']).resolvedOptions().locale;

const browser = await puppeteer.launch({
  executablePath: await chromium.executablePath(),
  args: [...chromium.args, '--lang=en-US'],
  env: { ...process.env, LANGUAGE: 'en_US' },
  headless: 'shell',
});
const page = await browser.newPage();
const [version, inBrowser, withFallback] = [await browser.version(), await page.evaluate(look), await page.evaluate(fallingBack)];
await browser.close();
const inNode = look();
console.log(version, inBrowser, `\n['nn', 'nb'] → ${withFallback}`);
console.log(`Node ${process.version}, ICU ${process.versions.icu}`, inNode);

assert.deepEqual(inBrowser.nb, inNode.nb);
assert.equal(inBrowser.nn.date, 'Sunday, November 29, 2026');
assert.equal(inBrowser.nn.sorted, 'Å Æ Ø Z');
assert.equal(withFallback, 'nb');
for (const language of ['nn', 'se', 'smj', 'sma'])
  assert.deepEqual([inBrowser[language].dates, inBrowser[language].plurals], [false, true], language);
assert.equal(inNode.nn.date, 'søndag 29. november 2026');
assert.equal(inNode.nn.sorted, 'Z Æ Ø Å');
assert.deepEqual([inNode.se.dates, inNode.smj.dates, inNode.sma.dates], [true, false, false]);
JS
LC_ALL=en_US.UTF-8 node_modules/.bin/node seen.mjs
