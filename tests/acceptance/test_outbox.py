"""The outbox in each database: a message is there exactly when what it tells of is, and once."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Connection, select

from server.domain.errors import Outdated
from server.domain.messages.message import Message
from server.domain.plan import PersonId
from server.storage.database.database import Database
from server.storage.messages import outbox
from server.storage.messages.tables import messages
from tests.acceptance.cases import began, done, municipality, read
from tests.acceptance.founding import NOW
from tests.unit.domain.cases.situations import SAMPLES


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = await Database.open(url)
    where = await municipality(database)
    await database.write(lambda connection: began(connection, where) and None)
    yield database
    await database.close()


def added(connection: Connection) -> set[tuple[str, str, str]]:
    found = connection.execute(select(messages.c.event, messages.c.person_id, messages.c.text))
    return {(row.event, row.person_id, row.text) for row in found}


async def test_a_record_brings_its_messages(database: Database) -> None:
    await database.write(lambda c: done(c, read(c), SAMPLES["taken"]) and None)
    assert await database.read(added) == {
        ("case/case/1", "kari", "reported"),
        ("case/case/2", "kari", "clarifying"),
    }


async def test_a_refused_record_brings_none(database: Database) -> None:
    seen = await database.read(read)
    await database.write(lambda c: done(c, seen, SAMPLES["taken"]) and None)
    with pytest.raises(Outdated):
        await database.write(lambda c: done(c, seen, SAMPLES["declined"]) and None)
    assert {text for _, _, text in await database.read(added)} == {"reported", "clarifying"}


async def test_the_same_event_twice_is_one_message(database: Database) -> None:
    once = Message("plan/p/1", "revision-due", None, PersonId("kari"))
    for _ in range(2):
        await database.write(lambda c: outbox.add(c, [once, once], NOW))
    assert [event for event, _, _ in await database.read(added)].count("plan/p/1") == 1


async def test_nothing_to_say_is_nothing_to_store(database: Database) -> None:
    await database.write(lambda c: outbox.add(c, [], NOW))
    assert len(await database.read(added)) == 1
