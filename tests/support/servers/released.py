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
