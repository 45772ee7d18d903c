#!/usr/bin/env bash
# Libraries that check Norwegian identity numbers disagree about test persons, and about the control digits given from 2032.
#
# Expected: one answer to "are these digits a Norwegian identity number", also for the synthetic persons that every login
#           provider's test environment hands out.
# Seen:     month + 80 (Tenor, the Tax Administration's test persons): python-stdnum 2.2 and norwegian-national-id-validator
#           3.1.3 refuse it, @navikt/fnrvalidator 2.2.1 takes it and names it "tnr". Month + 40 (NAV's test persons, and help
#           numbers of hospitals: the digits do not tell which): all three take it, and python-stdnum gives a birth date
#           as for anybody. The control digits that the register gives from 2032: only @navikt/fnrvalidator knows them.
# Source:   the packages; the register's documentation of its API, pages "syntetiske fødselsnumre" and "nytt fødselsnummer
#           fra 2032".
# Means:    A service that is tried out with ID-porten's test persons refuses everybody if its library is one of the first
#           two, and a library that takes test persons takes them in production too. Whether a number is a test person's is
#           a question of its own, answered by the environment and not by the digits; and a check of control digits that is
#           right today refuses children born after 2031.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund @navikt/fnrvalidator@2.2.1 norwegian-national-id-validator@3.1.3
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-stdnum==2.2 2>/dev/null

# Born 1 January 2010. A number is made here for each way, so that none is copied from anywhere.
cat >numbers.cjs <<'JS'
const WEIGHTS = [
  [3, 7, 6, 1, 8, 9, 4, 5, 2],
  [5, 4, 3, 2, 7, 6, 5, 4, 3, 2],
];
const control = (digits, weights, rest) =>
  (11 + rest - (weights.reduce((sum, weight, at) => sum + weight * digits[at], 0) % 11)) % 11;

function numberOf(day, rest) {
  for (let third = 500; third < 900; third++) {
    const digits = [...day, ...String(third)].map(Number);
    for (const [weights, left] of [[WEIGHTS[0], rest], [WEIGHTS[1], 0]]) digits.push(control(digits, weights, left));
    if (!digits.includes(10)) return digits.join('');
  }
}
module.exports = { tenor: numberOf('018110', 0), plus40: numberOf('014110', 0), from2032: numberOf('018110', 1) };
JS

cat >seen.cjs <<'JS'
const assert = require('node:assert/strict');
const { idnr } = require('@navikt/fnrvalidator');
const { validateNorwegianIdNumber } = require('norwegian-national-id-validator');
const numbers = require('./numbers.cjs');

const seen = Object.fromEntries(
  Object.entries(numbers).map(([way, digits]) => [way, [idnr(digits).type ?? 'refused', validateNorwegianIdNumber(digits)]]),
);
console.log('@navikt/fnrvalidator, norwegian-national-id-validator:', seen);
assert.deepEqual(seen, { tenor: ['tnr', false], plus40: ['hnr', true], from2032: ['tnr', false] });
JS
node seen.cjs

node -p 'JSON.stringify(require("./numbers.cjs"))' >numbers.json
cat >seen.py <<'PY'
import json
from datetime import date

from stdnum.no import fodselsnummer

with open("numbers.json") as file:
    numbers = json.load(file)
seen = {way: fodselsnummer.is_valid(digits) for way, digits in numbers.items()}
print("python-stdnum:", seen, fodselsnummer.get_birth_date(numbers["plus40"]))
assert seen == {"tenor": False, "plus40": True, "from2032": False}
assert fodselsnummer.get_birth_date(numbers["plus40"]) == date(2010, 1, 1)
PY
venv/bin/python seen.py
