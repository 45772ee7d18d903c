"""The days of measures that were written before days were stored."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import pytest
from sqlalchemy import Connection, select, update

from server.domain.plan import SERVER, Kind, PartId
from server.features.parts.due_days import DueDays
from server.features.parts.store import PartStore
from server.ports.log import Row
from server.storage.database.database import Database
from server.storage.founding import found_plan
from server.storage.log.update_log import SqlUpdateLog
from server.storage.metadata import parts, updates
from server.storage.parts import PartCreation
from server.storage.quarantine_file import QuarantineFile
from server.sync.document.schema import seed
from tests.acceptance.founding import ABOUT_ME, Clock, first_part, small_plan

LATE, DONE, NEVER, BROKEN = PartId("late"), PartId("done"), PartId("never"), PartId("broken")
FIELDS: Mapping[PartId, Mapping[str, str]] = {
    LATE: {"due": "2026-03-01", "status": "started"},
    DONE: {"due": "2026-03-01", "status": "done"},
    NEVER: {"status": "planned"},
    BROKEN: {"due": "2026-03-01", "status": "started"},
}


def measure(id_: PartId, client: int) -> PartCreation:
    content = seed(Kind.MEASURE, client, fields=FIELDS[id_])
    created = first_part(id_, Kind.MEASURE)
    return replace(created, row=Row(SERVER, None, content.payload), clients={client: SERVER})


@pytest.fixture
async def plan(database: Database) -> Database:
    """As an older process left it: no day is stored."""
    small = small_plan()
    measures = [measure(id_, client) for client, id_ in enumerate(FIELDS, start=101)]
    await found_plan(database, replace(small, parts=[*small.parts, *measures]))
    forgotten = update(parts).values(due=None)
    gap = update(updates).where(updates.c.part_id == BROKEN).values(seq=2)

    def work(connection: Connection) -> None:
        connection.execute(forgotten)
        connection.execute(gap)

    await database.write(work)
    return database


async def stored(database: Database) -> dict[str, str | None]:
    asked = select(parts.c.id, parts.c.due).where(parts.c.id.in_([*FIELDS, ABOUT_ME]))
    return await database.read(lambda connection: {row.id: row.due for row in connection.execute(asked)})


def due_days(database: Database) -> DueDays:
    clock = Clock()
    return DueDays(PartStore(database, clock), SqlUpdateLog(database, clock), QuarantineFile(None))


async def test_each_measure_gets_the_day_that_its_document_has_and_who_cannot_be_read_is_passed_by(
    plan: Database,
) -> None:
    await due_days(plan).find()
    assert await stored(plan) == {LATE: "2026-03-01", DONE: "", NEVER: "", BROKEN: None, ABOUT_ME: None}
    assert await due_days(plan).find() == 0


async def test_a_day_that_was_written_meanwhile_stays(plan: Database) -> None:
    store = PartStore(plan, Clock())
    assert not await store.date(LATE, "2026-04-01", seq=0), "more was written since"
    assert await store.date(LATE, "2026-05-01", seq=1)
    assert not await store.date(LATE, "2026-04-01", seq=1), "a newer process knows it"
    assert (await stored(plan))[LATE] == "2026-05-01"


async def test_measures_are_asked_for_a_few_at_a_time(plan: Database) -> None:
    store = PartStore(plan, Clock())
    first = await store.undated(PartId(""), 2)
    assert [*first, *await store.undated(first[-1], 9)] == sorted(await store.undated(PartId(""), 9))
    assert (len(first), set(FIELDS) <= set(await store.undated(PartId(""), 9))) == (2, True)


class Watched(PartStore):
    """Says when the last of the measures has its day."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, Clock())
        self.all_dated = asyncio.Event()

    async def date(self, part: PartId, due: str, seq: int) -> bool:
        dated = await super().date(part, due, seq)
        if part == NEVER:
            self.all_dated.set()
        return dated


async def test_it_begins_with_the_process_and_ends_with_it(plan: Database) -> None:
    store = Watched(plan)
    finding = DueDays(store, SqlUpdateLog(plan, Clock()), QuarantineFile(None))
    finding.start()
    await store.all_dated.wait()
    finding.stop()
    finding.stop()
    assert (await stored(plan))[NEVER] == ""
