from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import text

from server.domain.audit import Event
from server.domain.plan import PersonId, PlanId
from server.features.accesslog.entries import PartRead
from server.features.login.entries import LoggedIn
from server.storage.database.database import Database
from server.storage.founding import PlanFounded
from server.storage.ledger import Ledger
from server.storage.rights import SqlAccessBook
from tests.acceptance.founding import NOW, OWNER, PLAN, READING_HELP, SCHOOL, SCHOOL_PLACE, event

READ = event(
    PartRead.action,
    SCHOOL,
    participant=SCHOOL_PLACE,
    organisation="Lia skole",
    part=READING_HELP,
    details={"purpose": "leksehjelp 👍 æøå", "seconds": 12, "first": True, "nothing": None},
)
LOGIN = Event(NOW, OWNER, LoggedIn.action)


@pytest.fixture
async def ledger(database: Database, book: SqlAccessBook) -> Ledger:
    ledger = Ledger(database)
    await ledger.record([READ, LOGIN, READ])
    return ledger


async def test_events_come_back_in_order_each_in_the_chain_of_its_plan(ledger: Ledger) -> None:
    entries = await ledger.entries(PLAN)
    assert [entry.number for entry in entries] == [1, 2, 3]
    assert [entry.event.action for entry in entries] == [PlanFounded.action, *[PartRead.action] * 2]
    assert entries[1].event == READ
    assert [entry.event for entry in await ledger.entries(None)] == [LOGIN]
    assert await ledger.entries(PlanId("nowhere")) == []


async def test_a_chain_as_written_is_whole(ledger: Ledger) -> None:
    await ledger.record([replace(READ, details={})])
    await ledger.record([])
    assert await ledger.verify(PLAN) is None
    assert await ledger.verify(None) is None


@pytest.mark.rule("P8")
@pytest.mark.parametrize(
    ("tampering", "number"),
    [
        ("UPDATE ledger SET person_id = 'kari' WHERE number = 2 AND chain = 'plan'", 2),
        ("UPDATE ledger SET details = '{}' WHERE number = 2 AND chain = 'plan'", 2),
        ("UPDATE ledger SET at = '2026-03-04 05:06:07.891012' WHERE number = 3", 3),
        ("UPDATE ledger SET hash = zeroblob(32) WHERE number = 2", 2),
        ("DELETE FROM ledger WHERE number = 1 AND chain = 'plan'", 1),
        ("DELETE FROM ledger WHERE number = 2", 2),
    ],
)
async def test_tampering_shows_where_it_was_done(
    ledger: Ledger, database: Database, tampering: str, number: int
) -> None:
    await database.write(lambda connection: connection.execute(text(tampering)))
    assert await ledger.verify(PLAN) == number
    assert await ledger.verify(None) is None


async def test_entries_recorded_at_once_make_one_chain(ledger: Ledger) -> None:
    await asyncio.gather(*(ledger.record([READ, READ]) for _ in range(20)))
    assert len(await ledger.entries(PLAN)) == 43
    assert await ledger.verify(PLAN) is None


async def test_either_all_events_are_recorded_or_none(ledger: Ledger) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"):
        await ledger.record([READ, replace(READ, person=PersonId("nobody"))])
    assert len(await ledger.entries(PLAN)) == 3
