"""The rows that bind persons to identities, as entries of the access log vouch for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import BigInteger, Connection, Row, Text, bindparam, cast, func, not_, or_, select

from server.domain.audit import NO_CHAIN, Event
from server.domain.identity.bindings import NumberBinding, SubjectBinding, TakenName
from server.domain.plan import SERVER
from server.storage import ledger
from server.storage.database.statements import Prepared
from server.storage.metadata import identities, persons
from server.storage.metadata import ledger as entries
from server.storage.seals.rows import (
    BINDING,
    IDENTITY,
    NUMBER,
    Chains,
    IdentitiesCovered,
    Witnessed,
    WitnessedRows,
    is_late,
    witness,
)

from .keys import NumbersForgotten

COVERED_AT_ONCE = 100
"""Rows in one entry, which is 15 kB then."""
ENTRIES_AT_ONCE = 256


def as_subject(row: Row[Any]) -> SubjectBinding:
    return SubjectBinding(row.issuer, row.subject, row.person_id, row.since)


def as_number(row: Row[Any]) -> NumberBinding:
    return NumberBinding(row.id, bytes(row.identity_hash), row.identity_key or "")


SUBJECTS = WitnessedRows(
    IDENTITY,
    identities,
    ("issuer", "subject"),
    as_subject,
    of=Chains.NO_PLAN,
    named=lambda row: as_subject(row).key,
)
NUMBERS = WitnessedRows(
    NUMBER, persons, "id", as_number, where=persons.c.identity_hash.is_not(None), of=Chains.NO_PLAN
)


def as_name(row: Row[Any]) -> TakenName:
    return TakenName(row.id, row.name, row.enrolled_as)


NAMES = WitnessedRows(
    "name", persons, "id", as_name, where=persons.c.enrolled_as.is_not(None), of=Chains.NO_PLAN
)


def has_logged_in(connection: Connection, person: str) -> bool:
    """As an entry says."""
    return LOGIN_OF.row(connection, {"person": person}) is not None


def uncovered(connection: Connection) -> bool:
    """Whether there are entries without fingerprints after those that were covered last. Reads the chain."""
    covered = COVERED_UPTO.row(connection, {}).last or 0
    return FIRST_WITHOUT.row(connection, {"after": covered}) is not None


def cover(connection: Connection, now: datetime) -> None:
    """Vouch for each row of whoever is in an entry without a digest. One entry at least says so.

    Before it reads anything it holds the chain: who logs in for the first time waits.
    """
    ledger.hold(connection, NO_CHAIN)
    known: Witnessed = {}
    after = 0
    while page := WITNESSING.rows(connection, {"after": after}):
        for row in page:
            witness(Event(row.at, row.person_id, row.action, details=row.details), known)
        after = page[-1].number
    covered = [
        *(IdentitiesCovered(each, "") for each in _unknown(connection, SUBJECTS, known)),
        *(IdentitiesCovered("", each) for each in _unknown(connection, NUMBERS, known)),
    ]
    covered = covered or [IdentitiesCovered("", "")]
    ledger.append(connection, [Event.of(each, now, SERVER) for each in covered])


def _unknown(connection: Connection, table: WitnessedRows, known: Witnessed) -> Iterator[str]:
    """As entries say them, some at a time."""
    found = (
        f"{key}:{digest}"
        for key, digest in table.digests(connection, NO_CHAIN)
        if (table.name, key) not in known and is_late(known, table.name, key)
    )
    while said := " ".join(islice(found, COVERED_AT_ONCE)):
        yield said


WITNESSES = *BINDING, NumbersForgotten.action, IdentitiesCovered.action
_after = bindparam("after", type_=BigInteger)
_of_logins = select(entries).where(entries.c.chain == NO_CHAIN)
COVERED_UPTO = Prepared(
    select(func.max(entries.c.number).label("last")).where(
        entries.c.chain == NO_CHAIN, entries.c.action == IdentitiesCovered.action
    )
)
LOGIN_OF = Prepared(
    _of_logins.where(
        entries.c.person_id == bindparam("person"), or_(*(entries.c.action == each for each in BINDING))
    ).limit(1)
)
FIRST_WITHOUT = Prepared(
    _of_logins.where(
        entries.c.number > _after,
        or_(*(entries.c.action == each for each in BINDING)),
        not_(cast(entries.c.details, Text).contains('"identity"')),
    ).limit(1)
)
WITNESSING = Prepared(
    _of_logins.where(
        entries.c.number > _after,
        or_(*(entries.c.action == each for each in WITNESSES)),
    )
    .order_by(entries.c.number)
    .limit(ENTRIES_AT_ONCE)
)
