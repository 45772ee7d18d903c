"""Everybody who stands in some relation to a case or its plan, with sessions as their logins leave them."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.support.clients.vouched import Vouched
from tests.support.servers.server import Server

NUMBER, ELSEWHERE = "9950", "9951"
"""The demo municipality, and another one."""
OFFICE = "987654325"
"""The organisation that providers prove."""
OWNERS = ("owner", "owner-handing-over", "owner-proposed")
"""Of the case that most relations are to, of one that is handed over, of one where somebody is proposed."""
AT_WORK = frozenset({"provider", "provider-0", "reporter"})
EVERYBODY = (
    *("stranger", *OWNERS, "representative", "relative", "relative-0", "provider", "provider-0"),
    *("proposed", "accepted", "outgoing", "coordinator", "substitute", "former", "handler", "elsewhere"),
    *("statistics", "leader", "leader-of-others", "reporter", "invited", "redeemed", "helper", "left"),
)
BESIDES = ("guardian", "guardians-coordinator", "newcomer")
"""Who nobody asks as: of an owner whom others entered, ``newcomer`` has used their link."""
PEOPLE = "INSERT INTO persons (id, name, locale, organisation, demo_key) VALUES (?, ?, 'nb', '', ?)"
ANOTHER = """
INSERT INTO municipalities (id, number, name, settings, version, created_at)
SELECT 'elsewhere', '9951', 'Berg kommune', '{}', 1, created_at FROM municipalities;
UPDATE municipalities SET created_at = '2024-01-01 00:00:00.000000'
"""
"""So that there are years to report of."""
RIGHT = """
INSERT INTO unit_rights (id, municipality_id, person_id, "right", workplace, given_at)
SELECT 'right-of-' || demo_key, municipalities.id, persons.id, ?, ?, municipalities.created_at
FROM municipalities, persons WHERE number = ? AND demo_key = ?
"""
"""As ``samplan municipality give`` leaves them, which would start a process for each."""
RIGHTS = (
    ("case-handler", "", NUMBER, "handler"),
    ("case-handler", "", ELSEWHERE, "elsewhere"),
    ("statistics", "", NUMBER, "statistics"),
    ("leader", "Helse", NUMBER, "leader"),
    ("leader", "Skolen", NUMBER, "leader-of-others"),
)


def name_of(key: str) -> str:
    return f"Navn {key.title()}"


@contextmanager
def writing(database: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(database, timeout=10)) as connection:
        yield connection
        connection.commit()


def enrol(database: Path, keys: Iterable[str] = (*EVERYBODY, *BESIDES)) -> None:
    with writing(database) as connection:
        connection.execute("UPDATE persons SET demo_key = 'demo-' || demo_key")  # theirs are other people
        connection.executemany(PEOPLE, [(secrets.token_urlsafe(16), name_of(key), key) for key in keys])
        connection.executescript(ANOTHER)
        connection.executemany(RIGHT, RIGHTS)


async def logged_in(server: Server, key: str, *, at_work: bool | None = None) -> Vouched:
    """``at_work``: the login proves an organisation; by their key, if nothing is said."""
    proves = key in AT_WORK if at_work is None else at_work
    return await Vouched(server, key, OFFICE if proves else None).log_in()
