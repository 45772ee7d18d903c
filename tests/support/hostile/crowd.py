"""Many hostile people who may write in the plan: each is refused once, and then another one attacks.

The server counts refused frames per person and soon closes those with too many; with a crowd every single
attack is judged by itself.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

KINDS = ("home", "measure")
"""The parts the crowd may edit; it may not even read the rest."""


def token(number: int) -> str:
    return f"crowd-session-{number}"


def person(number: int) -> str:
    return f"crowd-{number}"


def crowd_sql(size: int) -> str:
    """SQL of persons, sessions and signed decisions, for a demo database before a server opens it."""
    numbers = range(size)
    names = [(person(n), hashlib.sha256(token(n).encode()).hexdigest()) for n in numbers]
    people = ",".join(f"('{who}', 'Crowd', 'nb', '', NULL, 0)" for who, _ in names)
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")  # seen just now: an unused session ends
    sessions = ",".join(
        f"(X'{hashed}', '{who}', 'csrf-{who}', '{now}', '2199-01-01 00:00:00.000000')"
        for who, hashed in names
    )
    listed = ",".join(f"('{who}')" for who, _ in names)
    kinds = ",".join(f"('{kind}')" for kind in KINDS)
    return f"""
        INSERT INTO persons (id, name, locale, organisation, demo_key, coordinating_unit) VALUES {people};
        INSERT INTO sessions (token_hash, person_id, csrf_token, opened_at, expires_at) VALUES {sessions};
        CREATE TEMP TABLE crowd (who);
        CREATE TEMP TABLE kinds (kind);
        INSERT INTO crowd VALUES {listed};
        INSERT INTO kinds VALUES {kinds};
        INSERT INTO participants (id, plan_id, person_id, role, organisation, until)
            SELECT who || '-p', plans.id, who, 'other', '', NULL FROM crowd, plans;
        INSERT INTO decisions (plan_id, number, participant_id, level, signed_by, signed_at, part_id, kind,
                               until, purpose, text)
            SELECT plans.id,
                   (SELECT max(number) FROM decisions) + row_number() OVER (ORDER BY who, kind),
                   who || '-p', 'edit', plans.owner_id, '2026-01-01 00:00:00.000000', NULL, kind, NULL, '', ''
            FROM crowd, kinds, plans;
        """
