"""What the SQL log must survive; what every log promises is in tests/acceptance/test_update_log.py."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Connection, text

from server.domain.plan import ParticipantId
from server.ports.log import Committed, Row, StorageUnavailable
from server.storage.database.database import Database
from server.storage.database.transactions import Work
from server.storage.founding import found_plan
from server.storage.log.update_log import SqlUpdateLog
from server.storage.rights import SqlAccessBook
from tests.acceptance.founding import NOW, OWNER, READING_HELP, SCHOOL, Clock, small_plan, written

T = TypeVar("T")
ROOT = Path(__file__).parents[4]


@pytest.fixture
def log(database: Database, book: SqlAccessBook) -> SqlUpdateLog:
    return SqlUpdateLog(database, Clock())


async def stored(url: str) -> dict[int, str]:
    database = await Database.open(url)
    try:
        rows = await SqlUpdateLog(database, Clock()).since(READING_HELP, 1)
    finally:
        await database.close()
    return {row.seq: row.payload.decode() for row in rows}


def killed_after(url: str, lines: int) -> dict[int, str]:
    """What a writer was told is durable before it was killed in the middle of its work."""
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.unit.storage.endless_writer", url],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    told = [writer.stdout.readline() for _ in range(lines)]
    writer.kill()
    told += writer.stdout.readlines()
    writer.stdout.close()
    assert writer.wait() == -9
    pairs = (line.split() for line in told if line.endswith("\n"))
    return {int(seq): payload for seq, payload in pairs}


@pytest.mark.rule("P2")
async def test_a_killed_process_loses_nothing_it_was_told_is_durable(url: str) -> None:
    founding = await Database.open(url)
    await found_plan(founding, small_plan())
    await founding.close()
    told: dict[int, str] = {}
    for _ in range(6):
        told |= killed_after(url, random.randint(1, 120))
        kept = await stored(url)
        assert told.items() <= kept.items()
        assert list(kept) == list(range(2, len(kept) + 2))
    check = sqlite3.connect(url.removeprefix("sqlite+aiosqlite:///"))
    assert check.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    check.close()


def may_mount() -> bool:
    """Whether a full disk can be made without anybody else noticing."""
    unshare = shutil.which("unshare")
    if os.geteuid() != 0 or unshare is None:
        return False
    return subprocess.run([unshare, "--mount", "true"], check=False, capture_output=True).returncode == 0


@pytest.mark.parametrize("how", ["file-size", *(["tmpfs"] if may_mount() else [])])
def test_a_full_disk_refuses_spoils_nothing_and_recovers(tmp_path: Path, how: str) -> None:
    prefix = ["unshare", "--mount"] if how == "tmpfs" else []
    program = [sys.executable, "-m", "tests.unit.storage.full_disk", how, str(tmp_path)]
    seen = subprocess.run(
        [*prefix, *program], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True, timeout=60
    )
    report = json.loads(seen.stdout)
    assert report["acknowledged"] > 3
    assert report["kept"]
    assert report["integrity"] == [["ok"]]


class AnswerLost(Database):
    """Commits, and then the answer does not arrive: nobody can know from outside."""

    losing = False

    async def write(self, work: Work[T]) -> T:
        result = await super().write(work)
        if self.losing:
            raise StorageUnavailable("the connection broke during COMMIT")
        return result


async def test_a_commit_whose_answer_was_lost_is_settled_by_asking_again(
    log: SqlUpdateLog, database: Database, url: str
) -> None:
    breaking = await AnswerLost.open(url)
    breaking.losing = True
    submission = written(b"a", b"b", after=1, clients={5: SCHOOL}, title="Leksehjelp")
    with pytest.raises(StorageUnavailable):
        await SqlUpdateLog(breaking, Clock()).append([submission])
    await breaking.close()
    assert await log.append([submission]) == [Committed(3, NOW)]
    assert [row.payload for row in await log.since(READING_HELP, 1)] == [b"a", b"b"]


async def test_a_failing_insert_undoes_the_whole_transaction(log: SqlUpdateLog) -> None:
    """A row under a participant nobody knows cannot be, so it is no outcome but a mistake of ours."""
    stranger = replace(written(b"", after=2), rows=[Row(OWNER, ParticipantId("nobody"), b"x")])
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        await log.append([written(b"a", after=1), stranger])
    assert await log.since(READING_HELP, 1) == []
    assert await log.append([written(b"b", after=1)]) == [Committed(2, NOW)]


@pytest.mark.rule("P8")
async def test_a_row_says_who_wrote_it_for_whom_and_when(log: SqlUpdateLog, database: Database) -> None:
    await log.append([written(b"a", after=1, batch="one")])
    await log.append([written(b"b", after=2, person=OWNER, batch="two")])

    def rows(connection: Connection) -> list[tuple[object, ...]]:
        wanted = "SELECT seq, person_id, participant_id, batch_id, committed_at FROM updates"
        found = connection.execute(text(f"{wanted} WHERE part_id = 'reading-help' AND seq > 1"))
        return [tuple(row) for row in found]

    at = "2026-03-04 05:06:07.891011"
    assert await database.read(rows) == [
        (2, "teacher", "school", "one", at),
        (3, "kari", "owner", "two", at),
    ]
