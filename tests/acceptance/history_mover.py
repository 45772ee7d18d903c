"""Processes that move rows to the history: ``python -m tests.acceptance.history_mover URL DIRECTORY``.

Each line says before which statement, or commit, the next one kills itself (0: never), and is answered by its
exit code. Forked, because a process takes seconds to start.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path

from bench.week_cost import KEYS
from server.storage.database.database import Database
from server.storage.history.mover import HistoryMover
from server.storage.seals.outside import SealsFile
from server.sync.update.joining import joined
from tests.acceptance.case_writer import die_before_statement
from tests.acceptance.founding import Clock


async def move(url: str, directory: str, die_at: int, now: str) -> None:
    database = await Database.open(url)
    if die_at:
        die_before_statement(die_at)
    clock = Clock(datetime.fromisoformat(now))
    file = SealsFile(Path(directory) / "seals.jsonl")
    await HistoryMover(database, KEYS, file, joined, clock, share=0).move()
    await database.close()


def run(*args: object) -> None:
    asyncio.run(move(*args))  # type: ignore[arg-type]


if __name__ == "__main__":
    for line in sys.stdin:
        die_at, now = line.split()
        process = get_context("fork").Process(target=run, args=(*sys.argv[1:], int(die_at), now))
        process.start()
        process.join()
        print(process.exitcode, flush=True)
