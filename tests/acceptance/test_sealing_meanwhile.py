"""What others write, seal and move while a process seals is not taken for tampering."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import cast

import pytest

from bench.week_cost import KEYS, PART, PERSONS, Kept
from bench.week_cost import PLAN as WRITTEN_IN
from server.capabilities import witnessed_rows
from server.domain.plan import PartId
from server.domain.seals import BLOCK
from server.ports.log import Committed, Row, Submission
from server.storage.database.database import Database
from server.storage.database.transactions import T, Work
from server.storage.seals.outside import SealsFile
from server.storage.seals.sealing import LogSealer
from server.storage.seals.verifying import LogVerifier
from tests.acceptance.founding import Clock
from tests.support.models.sealed_plans import Sealing, add_part, write_plans
from tests.support.servers.migrated import migrated
from tests.support.wide import few_or_many

Happens = Callable[[], Awaitable[None]]
ROWS = BLOCK + 5


class Meanwhile:
    """A database in which ``happens`` after the read of that number."""

    def __init__(self, database: Database, number: int, happens: Happens) -> None:
        self._database, self._number, self._happens = database, number, happens
        self.reads = 0

    async def read(self, work: Work[T]) -> T:
        found = await self._database.read(work)
        self.reads += 1
        if self.reads == self._number:
            await self._happens()
        return found

    async def write(self, work: Work[T]) -> T:
        return await self._database.write(work)


async def seal_all(sealer: LogSealer) -> None:
    while await sealer.seal():
        pass


class APartIsAdded:
    """To a plan of which another part is to be sealed."""

    async def begin(self, database: Database, directory: Path) -> None:
        await write_plans(database)
        await seal_all(Sealing(database, KEYS, directory).sealer)
        await add_part(database, PartId("first"))

    async def happens(self, database: Database, _: Path) -> None:
        await add_part(database, PartId("second"))


class EditsAreSealedAndMove:
    """As another process and the worker do, where this one stood still for a day."""

    async def begin(self, database: Database, directory: Path) -> None:
        kept = Kept(database, directory)
        await kept.found()
        await self._written(kept, 9, after=1)
        await seal_all(kept.sealer)
        await self._written(kept, ROWS, after=10)
        await kept.log.save_snapshot(PART, 10 + ROWS, b"state")

    async def _written(self, kept: Kept, number: int, after: int) -> None:
        rows = [Row(PERSONS[0], None, b"row")] * number
        (outcome,) = await kept.log.append([Submission(WRITTEN_IN, PART, after, 1, f"b{after}", rows)])
        assert isinstance(outcome, Committed)

    async def happens(self, database: Database, directory: Path) -> None:
        kept = Kept(database, directory)
        await seal_all(kept.sealer)
        kept.clock.now = kept.clock.now.replace(year=kept.clock.now.year + 1)
        assert await kept.mover.move() == 9 + ROWS


@pytest.mark.rule("P8")
@few_or_many
@pytest.mark.parametrize("case", [APartIsAdded(), EditsAreSealedAndMove()], ids=["added", "moved"])
async def test_a_commit_between_two_reads_of_the_sealer_is_no_tampering(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, case: APartIsAdded | EditsAreSealedAndMove, many: bool
) -> None:
    original = tmp_path / "original.db"
    database = await Database.open(migrated(original))
    await case.begin(database, tmp_path)
    await database.close()
    number, reads = 1, 1
    while number <= reads:
        copy = tmp_path / f"{number}.db"
        await asyncio.to_thread(shutil.copy, original, copy)
        database = await Database.open(f"sqlite+aiosqlite:///{copy}")

        async def happens(here: Database = database) -> None:
            await case.happens(here, tmp_path)

        meanwhile = Meanwhile(database, number, happens)
        seals = SealsFile(tmp_path / f"{number}.jsonl")
        sealer = LogSealer(cast(Database, meanwhile), KEYS, seals, witnessed_rows(), Clock())
        await sealer.seal()
        reads = meanwhile.reads
        await seal_all(sealer)
        assert caplog.messages == [], f"after read {number}"
        verifier = LogVerifier(database, KEYS, witnessed_rows())
        number += 1 if many else 6
        if number > reads:
            assert [each async for each in verifier.wrong()] == []
            assert (verifier.vouched.edits, verifier.vouched.facts) == (0, 0)
        await database.close()
    assert number > 12
