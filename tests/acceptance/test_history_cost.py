"""What a letter costs once it is older than a day, of which nothing is lost, and what moving holds up."""

from __future__ import annotations

import asyncio
import gc
import random
import time
from pathlib import Path

import pytest

from bench.week import LETTERS, SEED, Ledger, Writing
from bench.week_cost import FIRST, GOALS, SCRIPTS, Kept, stored
from server.storage.database.database import Database
from tests.acceptance.test_history import DAY, history, require_the_ledger, wrong
from tests.support.servers.migrated import migrated
from tests.support.wide import few_or_many

HELD_SECONDS = 0.02


class Held:
    """For how long the loop did not turn, at most, while this process had a processor."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._task = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        while True:
            due, began = time.monotonic() + 0.001, time.process_time()
            await asyncio.sleep(0.001)
            late, used = time.monotonic() - due, time.process_time() - began
            self.seconds = max(self.seconds, min(late, used))

    def stop(self) -> None:
        self._task.cancel()


@pytest.mark.rule("P5", "P6", "P8")
@pytest.mark.timeout(900)
@few_or_many
@pytest.mark.parametrize("script", SCRIPTS)
async def test_a_letter_costs_a_twentieth_and_is_not_forgotten(
    tmp_path: Path, script: str, *, many: bool
) -> None:
    """All at once, as after an upgrade; ``python -m bench.week_cost`` moves it day by day."""
    url = migrated(tmp_path / "samplan.db")
    database = await Database.open(url)
    kept = Kept(database, tmp_path)
    await kept.found()
    await database.close()
    empty = stored(tmp_path / "samplan.db")

    writing = Writing(FIRST.payload, random.Random(SEED))
    database = await Database.open(url)
    kept = Kept(database, tmp_path)
    kept.mover = None
    steps = list(SCRIPTS[script](writing, LETTERS if many else LETTERS // 10))
    ledger = Ledger(dict(writing.ledger.typed), dict(writing.ledger.deleted))
    await kept.write(steps)
    writing.opens(0)
    await kept.write(writing.strikes(0, steps[-1].at + 2 * DAY))
    await kept.rest(kept.clock.now)
    await database.close()
    before = stored(tmp_path / "samplan.db") - empty

    database = await Database.open(url)
    moved = Kept(database, tmp_path)
    moved.clock.now = kept.clock.now
    gc.freeze()  # as the server does when it starts: collecting what this test keeps takes 0.2 s at a time
    held = Held()
    assert await moved.mover.move() > len(steps)
    held.stop()
    gc.unfreeze()
    require_the_ledger(await history(database), ledger)
    assert await wrong(database) == []
    await database.close()
    after = stored(tmp_path / "samplan.db") - empty

    letters = len(ledger.typed)
    costs = f"{before / letters:.1f} bytes a letter, then {after / letters:.1f}"
    print(f"{script}: {costs}; the loop was held {held.seconds * 1e3:.1f} ms")
    assert after <= GOALS[script] * (1 if many else 1.5) * before  # seals and pages weigh more in a short one
    assert held.seconds < HELD_SECONDS
