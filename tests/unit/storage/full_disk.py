"""Appends until there is no room, then makes room and goes on; prints what it saw as one JSON line.

``file-size``: the operating system refuses to let files grow (EFBIG). ``tmpfs``: a real full disk (ENOSPC),
in a mount namespace of this process's own.
"""

from __future__ import annotations

import asyncio
import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from server.ports.log import Committed, StorageUnavailable, Submission
from server.storage.database.database import Database
from server.storage.database.migrate import migrate
from server.storage.founding import found_plan
from server.storage.log.update_log import SqlUpdateLog
from tests.acceptance.founding import READING_HELP, Clock, small_plan, written

ROOM = 400_000


def limit_file_size(directory: Path) -> Callable[[], None]:
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, hard))
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


def fill_tmpfs(directory: Path) -> Callable[[], None]:
    ballast = directory / "ballast"
    ballast.write_bytes(bytes(1_000_000))
    return ballast.unlink


async def main(how: str, directory: Path) -> None:
    url = f"sqlite:///{directory}/samplan.db"
    migrate(url)
    database = await Database.open(url)
    await found_plan(database, small_plan())
    log = SqlUpdateLog(database, Clock())
    make_room = {"file-size": limit_file_size, "tmpfs": fill_tmpfs}[how](directory)

    acknowledged, refused = await fill(log)
    seen_while_full = [row.payload for row in await log.since(READING_HELP, 1)]
    assert seen_while_full == acknowledged
    make_room()
    (outcome,) = await log.append([refused])
    assert outcome == Committed(len(acknowledged) + 2, Clock().now)
    await database.close()

    database = await Database.open(url)
    rows = [row.payload for row in await SqlUpdateLog(database, Clock()).since(READING_HELP, 1)]
    check = await database.read(lambda connection: connection.exec_driver_sql("PRAGMA integrity_check").all())
    await database.close()
    print(
        json.dumps(
            {
                "acknowledged": len(acknowledged),
                "kept": rows == [*acknowledged, refused.rows[0].payload],
                "integrity": [list(row) for row in check],
            }
        )
    )


async def fill(log: SqlUpdateLog) -> tuple[list[bytes], Submission]:
    """What was acknowledged before the first refusal, and what was refused; asked three times."""
    acknowledged: list[bytes] = []
    while True:
        payload = b"%d " % len(acknowledged) * 2000
        submission = written(payload, after=len(acknowledged) + 1)
        try:
            await log.append([submission])
        except StorageUnavailable:
            break
        acknowledged.append(payload)
    for _ in range(2):
        try:
            await log.append([submission])
        except StorageUnavailable:
            continue
        raise AssertionError("there was room after all")
    return acknowledged, submission


if __name__ == "__main__":
    if sys.argv[1] == "tmpfs":
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2200k", "none", sys.argv[2]], check=True)
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
