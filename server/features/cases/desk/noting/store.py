"""That somebody read a case, in its access log: once in a while, as a page reads often."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from server.domain.audit import ONE_READING, Event, chain_of_case
from server.domain.cases.vocabulary import CaseId
from server.domain.plan import PersonId
from server.features.cases.entries import CaseRead
from server.storage import ledger
from server.storage.metadata import ledger as entries


def note_reading(connection: Connection, person: PersonId, which: CaseId, now: datetime) -> None:
    if not read_lately(connection, which, person, now):
        ledger.append(connection, [Event.of(CaseRead(), now, person, case=which)])


def read_lately(connection: Connection, which: CaseId, person: PersonId, now: datetime) -> bool:
    lately = select(entries.c.number).where(
        entries.c.chain == chain_of_case(which),
        entries.c.action == CaseRead.action,
        entries.c.person_id == person,
        entries.c.at > now - ONE_READING,
    )
    return connection.execute(lately.limit(1)).first() is not None
