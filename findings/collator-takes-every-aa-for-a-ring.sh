#!/usr/bin/env bash
# A Norwegian collator takes every double a for å, also in names that never had an å: Aaron stands after Zara.
#
# Expected: what the Norwegian alphabet does: aa stands with å where it is the old spelling of it (Aase, Kaare), and counts
#           as two letters in other names (Aaron, Saara).
# Seen:     Node 22.12.0 (ICU 76.1), nb, nn and no alike: Ivar Sara Synnøve Saara Zara Aaron Åse Aase. Compared by "base"
#           or "case", Saara is Såra; by "accent" not. In Northern Sámi the same list has another order: aa is two letters
#           there, and Ø stands before Æ.
# Source:   node 22.12.0; the rules are CLDR's, common/collation/no.xml and se.xml of unicode-org/cldr.
# Means:    A list of persons sorted by the browser puts Aaron where nobody with that name looks, and a person who changes
#           the language of the page meets the list in another order. Offer a search beside a long list,
#           and never tell "is this the same name?" by comparing with "base".
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund node@22.12.0

cat >seen.mjs <<'JS'
import assert from 'node:assert/strict';

const NAMES = ['Aaron', 'Saara', 'Aase', 'Zara', 'Synnøve', 'Åse', 'Sara', 'Ivar'];
const sorted = (names, language) => [...names].sort(new Intl.Collator(language).compare).join(' ');
const equal = (language, sensitivity, one, other) =>
  new Intl.Collator(language, { sensitivity }).compare(one, other) === 0;

console.log(`Node ${process.version}, ICU ${process.versions.icu}`);
for (const language of ['nb', 'nn', 'no', 'se']) console.log(language, sorted(NAMES, language));

for (const language of ['nb', 'nn', 'no'])
  assert.equal(sorted(NAMES, language), 'Ivar Sara Synnøve Saara Zara Aaron Åse Aase', language);
assert.equal(sorted(NAMES, 'se'), 'Aaron Aase Ivar Saara Sara Synnøve Zara Åse');
assert.equal(sorted(['Æ', 'Ø', 'Å', 'Z'], 'nb'), 'Z Æ Ø Å');
assert.equal(sorted(['Æ', 'Ø', 'Å', 'Z'], 'se'), 'Z Ø Æ Å');

const same = ['base', 'case', 'accent'].map((sensitivity) => equal('nb', sensitivity, 'Saara', 'Såra'));
console.log('Saara is Såra, by base, case, accent:', same);
assert.deepEqual(same, [true, true, false]);
assert.equal(equal('se', 'accent', 'Saara', 'Såra'), false);
JS
node_modules/.bin/node seen.mjs
