"""Who moves rows to the history dies between any two statements: each row is in one of the two places."""

from __future__ import annotations

import asyncio
import random
import sys
from pathlib import Path

import pytest

from bench.week import SEED, Writing, week
from bench.week_cost import FIRST, Kept
from server.domain.plan import PersonId
from server.storage.database.database import Database
from server.storage.history.payload import HistoryEntry
from tests.acceptance.test_history import DAY, history, left, letters_of, wrong
from tests.support.wide import postgresql_later


@postgresql_later
@pytest.mark.rule("P2", "P8")
@pytest.mark.timeout(240)
async def test_whoever_dies_leaves_each_row_in_one_place(url: str, tmp_path: Path) -> None:
    database = await Database.open(url)
    kept = Kept(database, tmp_path)
    await kept.found()
    writing = Writing(FIRST.payload, random.Random(SEED))
    steps = list(week(writing, 280))
    await kept.write(step for step in steps)
    await kept.rest(kept.clock.now)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.acceptance.history_mover", url, str(tmp_path)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    die_at, died, reached = 1, True, set[int]()
    while died:
        process.stdin.write(f"{die_at} {(kept.clock.now + 2 * DAY).isoformat()}\n".encode())
        died = (await process.stdout.readline()).strip() != b"0"
        reached.add(await require_whole(database, writing, len(steps) + 1))
        die_at += 1
    assert len(reached) == 2, "it died before and after"
    assert die_at > 15
    process.stdin.close()
    assert await process.wait() == 0
    await database.close()


async def require_whole(database: Database, writing: Writing, rows: int) -> int:
    """Returns how many have not moved."""
    entries, stay = await history(database), await left(database)
    numbers = [seq for entry in entries for seq in range(entry.first, entry.last + 1)]
    assert [*numbers, *(row.seq for row in stay)] == [*range(1, rows + 1)]
    beside = [
        HistoryEntry(row.seq, row.seq, PersonId(row.person_id), None, row.committed_at, row.payload)
        for row in stay
    ]
    letters = letters_of([*entries, *beside])
    assert {made: said[0] for made, said in letters.items()} == {
        made: typed[0] for made, typed in writing.ledger.typed.items()
    }
    assert await wrong(database) == []
    return len(stay)
