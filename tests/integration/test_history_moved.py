"""A process that stood still while rows moved to the history tells its members the rest, and no error."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from server.capabilities import witnessed_rows
from server.domain.plan import PartId
from server.ports.clock import utc_now
from server.storage.database.database import Database
from server.storage.history.mover import HistoryMover
from server.storage.log.update_log import SqlUpdateLog
from server.storage.metadata import updates
from server.storage.seals.keys import sealing_keys
from server.storage.seals.outside import SealsFile
from server.storage.seals.sealing import LogSealer
from server.sync.update.joining import joined
from tests.support.clients.people import Person
from tests.support.servers.postgres import Postgres
from tests.support.servers.server import Server

SECRET = "a secret that both processes have, and this test too"


@dataclass
class Two:
    """Processes on one database, which hear nothing of each other."""

    one: Server
    other: Server
    url: str
    directory: Path


@pytest.fixture
async def two(tmp_path: Path, postgres: Postgres) -> AsyncIterator[Two]:
    url = await postgres.create_database()
    one, other = [
        Server(
            tmp_path / name,
            SAMPLAN_DATABASE_URL=url,
            SAMPLAN_POLL_SECONDS="0.5",
            SAMPLAN_SECRET_KEY=SECRET,
        )
        for name in ("one", "other")
    ]
    await one.command("demo", "--plan-only")
    await one.start()
    await other.start()
    yield Two(one, other, url, tmp_path)
    await one.stop()
    await other.stop()
    await postgres.drop_database(url)


def in_days() -> datetime:
    return utc_now() + timedelta(days=3)


async def move(two: Two, part: PartId, state: bytes) -> int:
    """As the sealer and the worker do, when days have passed; ``state``: of the part, for its snapshot."""
    database = await Database.open(two.url)
    try:
        keys = sealing_keys("", SECRET, two.directory / "none", make=False)
        assert keys is not None
        last = select(func.max(updates.c.seq)).where(updates.c.part_id == part)
        seq = await database.read(lambda connection: connection.execute(last).scalar_one())
        await SqlUpdateLog(database, utc_now).save_snapshot(part, seq, state)
        file = SealsFile(two.directory / "seals.jsonl")
        sealer = LogSealer(database, keys, file, witnessed_rows(), utc_now)
        while await sealer.seal():
            pass
        await HistoryMover(database, keys, file, joined, in_days, share=0).move()
        first = select(func.count()).where(updates.c.part_id == part)
        return await database.read(lambda connection: connection.execute(first).scalar_one())
    finally:
        await database.close()


@pytest.mark.rule("P5")
async def test_a_process_that_stood_still_goes_on_where_the_history_is(two: Two) -> None:
    owner, school = await Person(two.one, "owner").log_in(), await Person(two.other, "school").log_in()
    part = next(part for part in (await owner.plan())["parts"] if part["kind"] == "education")
    here, there = await owner.connect(), await school.connect()
    mine, theirs = await here.open(part["document"]), await there.open(part["document"])
    theirs.add_block("før pausen ")
    await theirs.saved()
    await here.until(lambda: "før pausen" in mine.text)

    os.kill(two.other.pid, signal.SIGSTOP)
    try:
        for number in range(20):
            mine.type(f"mens den sto {number} ")
            await mine.saved()
        assert await move(two, PartId(part["id"]), mine.doc.get_update()) == 1
    finally:
        os.kill(two.other.pid, signal.SIGCONT)

    await there.until(lambda: "mens den sto 19" in theirs.text)
    theirs.add_block("etter pausen")
    await theirs.saved()
    await here.until(lambda: "etter pausen" in mine.text)
    assert mine.content == theirs.content
    assert (theirs.closed, theirs.nacked) == (None, 0)
    await two.one.verified()
    await asyncio.gather(owner.close(), school.close())
