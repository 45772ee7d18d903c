"""Rows of a database of each released revision, in that revision's own schema; never changed afterwards.

A migration that fails on these rows would fail in production.
"""

from __future__ import annotations

from collections.abc import Mapping

BASELINE = """
INSERT INTO persons (id, name, locale, organisation, demo_key, coordinating_unit) VALUES
  ('kari', 'Kari Nordmann 👍', 'nb', '', 'owner', FALSE),
  ('teacher', 'Tor', 'en', 'Lia skole', NULL, FALSE),
  ('unit', 'Koordinerende enhet', 'nb', 'Lia kommune', 'unit', TRUE);
INSERT INTO sessions (token_hash, person_id, csrf_token, opened_at, expires_at) VALUES
  ({token}, 'kari', 'csrf', '2026-03-04 05:06:07.891011', '2026-03-05 05:06:07.891011');
INSERT INTO plans (id, owner_id, access_version, created_at) VALUES
  ('plan', 'kari', 3, '2026-03-04 05:06:07.891011');
INSERT INTO participants (id, plan_id, person_id, role, organisation, until) VALUES
  ('owner', 'plan', 'kari', 'owner', '', NULL),
  ('school', 'plan', 'teacher', 'school', 'Lia skole', '2027-01-01 00:00:00.000000');
INSERT INTO parts (id, plan_id, kind, title, area, responsible_id, position, created_by, created_after) VALUES
  ('about-me', 'plan', 'about-me', '', NULL, NULL, 1, 'owner', 0),
  ('reading-help', 'plan', 'measure', 'Leksehjelp', 'education', 'school', 2, 'owner', 0),
  ('swimming', 'plan', 'measure', '', NULL, NULL, 3, NULL, 1);
INSERT INTO decisions
  (plan_id, number, participant_id, level, signed_by, signed_at, part_id, kind, until, purpose, text) VALUES
  ('plan', 1, 'school', 'edit', 'kari', '2026-03-04 05:06:07.891011', 'reading-help', NULL, NULL, 'hjelp',
   'Ja.'),
  ('plan', 2, 'school', 'read', 'kari', '2026-03-04 05:06:07.891011', NULL, 'about-me',
   '2026-12-31 23:00:00.000000', '', '');
INSERT INTO updates (part_id, seq, person_id, participant_id, batch_id, committed_at, payload) VALUES
  ('reading-help', 1, 'server', NULL, 'reading-help', '2026-03-04 05:06:07.891011', {first}),
  ('reading-help', 2, 'teacher', 'school', 'batch', '2026-03-04 05:06:08.000000', {second}),
  ('about-me', 1, 'server', NULL, 'about-me', '2026-03-04 05:06:07.891011', {first});
INSERT INTO client_ids (part_id, client_id, person_id) VALUES
  ('reading-help', 7, 'server'), ('reading-help', 9007199254740991, 'teacher'), ('about-me', 7, 'server');
INSERT INTO snapshots (part_id, seq, payload) VALUES ('reading-help', 1, {first});
INSERT INTO comments
  (id, part_id, author_id, created_at, text, reply_to, anchor, quote, resolved_at, resolved_by) VALUES
  ('c1', 'reading-help', 'school', '2026-03-04 06:00:00.000000', 'Når?', NULL, '{{"from": [1]}}', 'leksen',
   NULL, NULL),
  ('c2', 'reading-help', 'owner', '2026-03-04 07:00:00.000000', 'Onsdag.', 'c1', NULL, '',
   '2026-03-04 08:00:00.000000', 'owner');
"""

COMMENTS = (
    BASELINE
    + """
INSERT INTO comments
  (id, part_id, author_id, created_at, text, reply_to, anchor, quote, resolved_at, resolved_by, edited_at,
   removed_at, removed_by, listed, size) VALUES
  ('c3', 'reading-help', 'school', '2026-03-04 09:00:00.000000', 'Torsdag?', 'c1', NULL, '', NULL, NULL,
   '2026-03-04 09:30:00.000000', '2026-03-04 10:00:00.000000', 'owner', FALSE, 0);
INSERT INTO comment_changes (part_id, number, changed_at) VALUES
  ('reading-help', 5, '2026-03-04 10:00:00.000000');
INSERT INTO comment_days (person_id, day, acts) VALUES ('teacher', '2026-03-04', 3);
"""
)

PAGE_FILES = (
    COMMENTS
    + """
INSERT INTO page_files (name, content, used_at) VALUES
  ('index-3f2a.js', {second}, '2026-03-04 05:06:07.891011');
"""
)

STANDING = (
    PAGE_FILES
    + """
UPDATE plans SET creators_bound_after = 2;
INSERT INTO decisions
  (plan_id, number, participant_id, level, signed_by, signed_at, part_id, kind, until, purpose, text,
   overridden, beyond) VALUES
  ('plan', 3, 'school', 'read', 'kari', '2026-03-04 05:06:07.891011', NULL, 'goal', NULL, '', 'Ja.',
   TRUE, 'swimming reading-help'),
  ('plan', 4, 'school', 'none', 'kari', '2026-03-04 05:06:07.891011', NULL, 'goal', NULL, '', 'Nei.',
   FALSE, NULL);
"""
)

PARTS = STANDING + "INSERT INTO part_days (person_id, day, acts) VALUES ('kari', '2026-03-04', 2);\n"

SEALS = (
    PARTS
    + """
INSERT INTO seals (number, at, epoch, records, total, key, previous, mac) VALUES
  (1, '2026-03-04 10:00:00.000000', 'epoch', 2, {token}, '3e91cd9d76b09ead', {none}, {token});
INSERT INTO sealed_chains (chain, number, hash, seal, key, mac) VALUES
  ('', 1, {token}, 1, '3e91cd9d76b09ead', {token});
INSERT INTO sealed_edits (part_id, block, last, marks, seal, key, mac) VALUES
  ('about-me', 0, 1, {mark}, 1, '3e91cd9d76b09ead', {token});
"""
)

ENDINGS = (
    SEALS
    + """
INSERT INTO participants
  (id, plan_id, person_id, role, organisation, until, ended_at, ended_by, ending) VALUES
  ('nav', 'plan', 'teacher', 'nav', 'NAV Lia', NULL, '2026-03-04 11:00:00.000000', 'kari', 'Ikke mer.');
"""
)

FACTS = (
    ENDINGS
    + """
INSERT INTO sealed_facts (about, block, last, marks, seal, key, mac) VALUES
  ('plan plan', 0, 1, 'plan:00112233445566778899aabbccddeeff', 1, '3e91cd9d76b09ead', {token});
"""
)

DUE = (
    FACTS
    + """
UPDATE parts SET due = '2026-03-01' WHERE id = 'reading-help';
"""
)

PROPOSING = (
    DUE
    + """
INSERT INTO parts
  (id, plan_id, kind, title, area, responsible_id, position, created_by, created_after, apart) VALUES
  ('proposed', 'plan', 'goal', 'Fisketur', NULL, NULL, 4, 'school', 5, 'proposed');
INSERT INTO decisions
  (plan_id, number, participant_id, level, signed_by, signed_at, part_id, kind, until, purpose, text,
   overridden, beyond, proposing) VALUES
  ('plan', 5, 'school', 'none', 'kari', '2026-03-04 05:06:07.891011', NULL, 'goal', NULL, '', 'Foreslå.',
   FALSE, NULL, TRUE);
"""
)

PUT_AWAY = (
    PROPOSING
    + """
UPDATE parts SET put_away_at = '2026-03-04 12:00:00.000000', put_away_by = 'owner' WHERE id = 'swimming';
"""
)

IDENTITIES = (
    PUT_AWAY
    + """
UPDATE persons SET identity_hash = {mark}, identity_key = 'key', birth_date = '2017-05-04' WHERE id = 'kari';
INSERT INTO identities (issuer, subject, person_id, since) VALUES
  ('https://idporten.no', 'subject', 'kari', '2026-03-04 12:00:00.000000');
INSERT INTO identity_keys (name, since) VALUES ('key', '2026-03-04 12:00:00.000000');
UPDATE sessions SET last_seen_at = opened_at, provider = 'idporten', issuer = 'https://idporten.no',
  subject = 'subject', sid = 'sid', level = 'idporten-loa-high', device = 'firefox/linux';
"""
)

MUNICIPALITIES = (
    IDENTITIES
    + """
INSERT INTO municipalities (id, number, name, settings, version, created_at) VALUES
  ('lia', '9901', 'Lia kommune', '{{"chosen": {{"case.meeting-cycle": 7}}}}', 2,
   '2026-03-04 05:06:07.891011');
INSERT INTO municipality_texts (municipality_id, key, language, text, changed_by, changed_at) VALUES
  ('lia', 'information.offers', 'nb', 'Vi har kurs.', 'unit', '2026-03-04 05:06:07.891011');
INSERT INTO unit_rights
  (id, municipality_id, person_id, "right", given_by, given_at, ended_by, ended_at) VALUES
  ('r1', 'lia', 'unit', 'case-handler', 'server', '2026-03-04 05:06:07.891011', NULL, NULL),
  ('r2', 'lia', 'teacher', 'statistics', 'unit', '2026-03-04 05:06:07.891011', 'unit',
   '2026-03-05 05:06:07.891011');
UPDATE plans SET municipality_id = 'lia';
INSERT INTO plans (id, owner_id, access_version, created_at, municipality_id, ended_at) VALUES
  ('ended', 'kari', 1, '2025-03-04 05:06:07.891011', 'lia', '2025-12-31 05:06:07.891011');
"""
)

COUNTS = (
    MUNICIPALITIES
    + """
INSERT INTO comment_counts (part_id, author_id, open, unanswered) VALUES ('reading-help', 'school', 1, 0);
UPDATE comment_changes SET counted = number;
"""
)

CASES = (
    COUNTS
    + """
INSERT INTO cases (id, municipality_id, created_at, number, status, received, owner_id, handler_id) VALUES
  ('case', 'lia', '2026-03-04 05:06:07.891011', 2, 'clarifying', '2026-03-04', 'kari', 'unit');
INSERT INTO case_records
  (case_id, number, at, person_id, actor, organisation, on_behalf_of, action, said, basis, shown, status)
VALUES
  ('case', 1, '2026-03-04 05:06:07.891011', 'kari', 'owner', '', '', 'reported',
   '{{"reporter": "owner", "reporter_name": "Kari", "subject": {{"name": "Kari", "born": "1980-05-01",
   "person": "kari"}}, "wish": "both", "reason": "Mange tjenester.", "consent": "given", "consent_by": "Kari",
   "means": "web", "verified": true}}', '', '', 'reported'),
  ('case', 2, '2026-03-05 05:06:07.891011', 'unit', 'case-handler', 'Lia', '', 'taken', '{{}}', '', '',
   'clarifying');
INSERT INTO ledger
  (chain, number, plan_id, at, person_id, participant_id, organisation, action, part_id, details,
   previous_hash, hash, case_id) VALUES
  ('case/case', 1, NULL, '2026-03-04 05:06:07.891011', 'kari', NULL, '', 'case-reported', NULL,
   '{{"record": 1, "digest": ""}}', {token}, {token}, 'case');
"""
)

CODES = (
    CASES
    + """
INSERT INTO report_codes (code_hash, case_id, record) VALUES ({token}, 'case', 1);
INSERT INTO report_days (person_id, day, acts) VALUES ('kari', '2026-03-04', 1);
"""
)

COMPLAINTS = (
    CODES
    + """
INSERT INTO complaints
  (id, owner_id, representative_id, municipality_id, case_id, created_at, number, status, to_unit, sent_on)
VALUES
  ('complaint', 'kari', NULL, 'lia', 'case', '2026-03-04 05:06:07.891011', 1, 'considering', FALSE, NULL);
INSERT INTO complaint_helpers (complaint_id, person_id) VALUES ('complaint', 'teacher');
INSERT INTO complaint_records
  (complaint_id, number, at, person_id, actor, organisation, on_behalf_of, action, said, basis, shown, status)
VALUES
  ('complaint', 1, '2026-03-04 05:06:07.891011', 'kari', 'owner', '', '', 'considered',
   '{{"mandate": null}}', '', '', 'considering');
INSERT INTO complaint_packs (complaint_id, content) VALUES ('complaint', '{{}}');
INSERT INTO complaint_days (person_id, day, acts) VALUES ('kari', '2026-03-04', 1);
INSERT INTO ledger
  (chain, number, plan_id, at, person_id, participant_id, organisation, action, part_id, details,
   previous_hash, hash, case_id, complaint_id) VALUES
  ('complaint/complaint', 1, NULL, '2026-03-04 05:06:07.891011', 'kari', NULL, '', 'complaint-considered',
   NULL, '{{"record": 1, "digest": ""}}', {token}, {token}, NULL, 'complaint');
"""
)

MESSAGES = (
    CODES
    + """
INSERT INTO messages
  (id, event, person_id, address, municipality_id, case_id, text, created_at, mail, due_at, attempts)
VALUES
  ('message', 'case/case/1', 'kari', NULL, 'lia', 'case', 'reported', '2026-03-04 05:06:07.891011', 'waiting',
   '2026-03-04 05:06:07.891011', 0);
INSERT INTO contacts (person_id, channel, address, changed_at)
  VALUES ('kari', 'email', 'kari@example.org', '2026-03-04 05:06:07.891011');
INSERT INTO contact_days (person_id, day, acts) VALUES ('kari', '2026-03-04', 1);
"""
)

FILTERS = COMPLAINTS.replace(
    "received, owner_id, handler_id) VALUES",
    "received, owner_id, handler_id, name, born, protected, means, asked, consent_checked) VALUES",
).replace(
    "'2026-03-04', 'kari', 'unit');",
    "'2026-03-04', 'kari', 'unit', 'kari', '1980-05-01', false, 'web', '|coordinator||plan|', true);",
)

INVITATIONS = (
    FILTERS
    + """
INSERT INTO invitations
  (id, plan_id, code_hash, name, role, organisation, contact, invited_by, invited_as, invited_at, expires_at,
   redeemed_with) VALUES
  ('i1', 'plan', {token}, 'Ola', 'gp', 'Legene', '', 'kari', 'owner', '2026-03-04 05:06:07.891011',
   '2026-03-18 05:06:07.891011', '');
INSERT INTO invitation_days (person_id, day, acts) VALUES ('kari', '2026-03-04', 1);
"""
)

COORDINATORS = (
    INVITATIONS
    + """
INSERT INTO coordinators
  (municipality_id, person_id, version, workplace, leader, trained_on, refresh_due, most_cases, languages,
   area, leaves_on, away_from, away_until, substitute)
VALUES
  ('lia', 'teacher', 1, 'Skolen', 'Liv', '2026-01-02', NULL, 4, '', '', NULL, NULL, NULL, '');
INSERT INTO coordinator_days (person_id, day, acts) VALUES ('unit', '2026-03-04', 1);
INSERT INTO municipality_days (person_id, day, acts) VALUES ('unit', '2026-03-04', 1);
INSERT INTO case_records
  (case_id, number, at, person_id, actor, organisation, on_behalf_of, action, said, basis, shown, status)
VALUES
  ('case', 3, '2026-03-04 05:06:07.891011', 'unit', 'case-handler', '', '', 'coordinator-proposed',
   '{{"person": "teacher", "name": "Tor", "workplace": "Skolen", "as_wished": true}}', '', '', 'proposed'),
  ('case', 4, '2026-03-04 05:06:07.891011', 'unit', 'case-handler', '', '', 'coordinator-appointed',
   '{{"kind": "coordinator", "start": "2026-03-04", "training": "done"}}', '', '', 'appointed');
"""
)

EXPERIENCED = COORDINATORS.replace("area, leaves_on", "area, experience, leaves_on").replace(
    "4, '', '', NULL", "4, '', '', '', NULL"
)

REVISED = (
    EXPERIENCED
    + """
INSERT INTO case_records
  (case_id, number, at, person_id, actor, organisation, on_behalf_of, action, said, basis, shown, status)
VALUES
  ('case', 5, '2026-03-05 05:06:07.891011', 'kari', 'owner', '', '', 'plan-begun',
   '{{"plan": "plan"}}', '', '', 'drafting'),
  ('case', 6, '2026-03-05 05:06:07.891011', 'kari', 'owner', '', '', 'plan-declared-valid',
   '{{"next_revision": "2026-09-01", "gaps": []}}', '', 'Ja.', 'active'),
  ('case', 7, '2026-09-01 05:06:07.891011', 'kari', 'owner', '', '', 'plan-revised',
   '{{"next_revision": "2027-03-01", "approved": true, "could_not": ""}}', '', '', 'active');
"""
)

LED = (
    REVISED.replace('"right", given_by', '"right", workplace, given_by')
    .replace("'case-handler', 'server'", "'case-handler', '', 'server'")
    .replace("'statistics', 'unit'", "'statistics', '', 'unit'")
)

NAMED = (
    LED
    + """
UPDATE persons SET enrolled_as = 'Kari Vik' WHERE id = 'kari';
UPDATE identities SET name = 'Kari Nordmann';
"""
)

PLAN_MONTHS = (
    "INSERT INTO plan_months (municipality_id, day, counted_at, content)"
    " VALUES ('lia', '2026-02-28', '2026-03-01 07:00:00', '[]');\n"
)

SUGGESTED = """
INSERT INTO suggestions
  (id, part_id, author_id, created_at, anchor, field, quote, replacement, status, decided_at, decided_by,
   word, size) VALUES
  ('s1', 'reading-help', 'school', '2026-03-04 09:00:00.000000', NULL, 'title', 'Leksehjelp', 'Lesehjelp',
   'open', NULL, NULL, '', 19),
  ('s2', 'reading-help', 'school', '2026-03-04 09:00:00.000000', '{{"start": "AQ=="}}', NULL, 'to', 'tre',
   'declined', '2026-03-04 10:00:00.000000', 'owner', 'Nei', 26);
"""

UPDATE_HISTORY = (
    "UPDATE updates SET seq = 2 WHERE part_id = 'about-me';\n"
    "INSERT INTO update_history (part_id, first_seq, last_seq, first_at, last_at, payload)"
    " VALUES ('about-me', 1, 1, '2026-03-01 07:00:00', '2026-03-01 07:00:00', {first});\n"
)

SERVED = NAMED.replace("area, experience, leaves_on", "area, experience, service, leaves_on").replace(
    "4, '', '', '', NULL", "4, '', '', '', '', NULL"
)

RELEASED: Mapping[str, str] = {
    "0001": BASELINE,
    "0002": BASELINE,
    "0003": COMMENTS,
    "0004": PAGE_FILES,
    "0005": STANDING,
    "0006": PARTS,
    "0007": SEALS,
    "0008": SEALS,
    "0009": ENDINGS,
    "0010": FACTS,
    "0011": DUE,
    "0012": PROPOSING,
    "0013": PUT_AWAY,
    "0014": IDENTITIES,
    "0015": MUNICIPALITIES,
    "0016": COUNTS,
    "0017": CASES,
    "0018": CODES,
    "0019": MESSAGES,
    "0020": COMPLAINTS,
    "0021": FILTERS,
    "0022": FILTERS,
    "0023": INVITATIONS,
    "0024": INVITATIONS,
    "0025": COORDINATORS,
    "0026": COORDINATORS,
    "0027": COORDINATORS,
    "0028": COORDINATORS,
    "0029": COORDINATORS,
    "0030": COORDINATORS,
    "0031": EXPERIENCED,
    "0032": REVISED,
    "0033": REVISED,
    "0034": LED,
    "0035": NAMED,
    "0036": NAMED + PLAN_MONTHS,
    "0037": NAMED + PLAN_MONTHS,
    "0038": NAMED + PLAN_MONTHS,
    "0039": NAMED + PLAN_MONTHS,
    "0040": NAMED + PLAN_MONTHS,
    "0041": NAMED + PLAN_MONTHS,
    "0042": NAMED + PLAN_MONTHS + UPDATE_HISTORY,
    "0043": NAMED + PLAN_MONTHS + UPDATE_HISTORY,
    "0044": NAMED + PLAN_MONTHS + UPDATE_HISTORY + SUGGESTED,
    "0045": NAMED + PLAN_MONTHS + UPDATE_HISTORY + SUGGESTED,
    "0046": NAMED + PLAN_MONTHS + UPDATE_HISTORY + SUGGESTED,
    "0047": SERVED + PLAN_MONTHS + UPDATE_HISTORY + SUGGESTED,
}
"""By revision. Byte strings are in braces, because each database has its own syntax for them."""

BYTES = {
    "token": b"\x01" * 32,
    "first": b"\x00first\xff",
    "second": b"second",
    "none": b"",
    "mark": b"m" * 16,
}


def statements(revision: str, *, postgresql: bool) -> list[str]:
    """The statements that fill a database of ``revision``."""
    form = r"'\x{}'" if postgresql else "x'{}'"
    text = RELEASED[revision].format(**{name: form.format(value.hex()) for name, value in BYTES.items()})
    return [each for each in text.split(";\n") if each.strip()]
