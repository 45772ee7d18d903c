"""A plan as full as it may be, and many people in it, by the database: through the door it takes minutes."""

from __future__ import annotations

FILL = (
    """
INSERT INTO parts (id, plan_id, kind, title, area, position, created_by, created_after)
WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < 10000)
SELECT 'measure-number-' || number, plans.id, 'measure', 'Tiltak nummer ' || number || ' av mange', 'home',
  (SELECT max(position) FROM parts) + number, owner.id, 0
FROM numbers, plans JOIN participants AS owner ON owner.plan_id = plans.id AND owner.role = 'owner'
WHERE number <= {number} - (SELECT count(*) FROM parts)
""",
    "UPDATE plans SET access_version = access_version + 1",
)
"""Measures of the owner until the only plan has ``number`` parts."""

CROWD = (
    """
INSERT INTO persons (id, name, locale, organisation, demo_key, coordinating_unit)
WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < {number})
SELECT 'helper-' || number, 'Hjelper ' || number, 'nb', '', NULL, FALSE FROM numbers
""",
    """
INSERT INTO participants (id, plan_id, person_id, role, organisation, until)
SELECT persons.id, plans.id, persons.id, 'municipal-health', '', NULL
FROM persons, plans WHERE persons.id LIKE 'helper-%'
""",
    """
INSERT INTO decisions
  (plan_id, number, participant_id, level, signed_by, signed_at, part_id, kind, until, purpose, text,
   overridden)
SELECT plan_id, (SELECT max(number) FROM decisions) + ROW_NUMBER() OVER (ORDER BY id), id, 'read',
  (SELECT owner_id FROM plans), '2026-03-04 05:06:07.891011', NULL, 'measure', NULL, '', 'Ja.', FALSE
FROM participants WHERE id LIKE 'helper-%'
""",
    "UPDATE plans SET access_version = access_version + 1",
)
"""Further participants, who may read the measures."""

TALK = (
    """
INSERT INTO comments (id, part_id, author_id, created_at, text, quote, size)
WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < {number})
SELECT 'asked-' || number || parts.id, parts.id, owner.id, '2026-03-04 05:06:07.891011', 'Hva nå?', '', 8
FROM numbers, parts JOIN participants AS owner ON owner.plan_id = parts.plan_id AND owner.role = 'owner'
WHERE parts.id LIKE 'measure-number-%'
""",
    """
INSERT INTO comment_changes (part_id, number, changed_at, counted)
SELECT part_id, count(*), max(created_at), count(*) FROM comments WHERE id LIKE 'asked-%' GROUP BY part_id
""",
    """
INSERT INTO comment_counts (part_id, author_id, open, unanswered)
SELECT part_id, author_id, count(*), count(*) FROM comments WHERE id LIKE 'asked-%'
GROUP BY part_id, author_id
""",
    "ANALYZE comments",
)
"""The owner's comments on each of the measures that ``FILL`` made; nobody answers."""
