"""Makes the demo, as a process: ``python -m tests.acceptance.demo_maker URL STAGE DIE_AT``.

In ``STAGE`` ("plan", "cases") it kills itself before its so-manieth statement; 0: before the commit. In no
stage ("") it never does.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys

from sqlalchemy import event
from sqlalchemy.engine import Engine

from server.commands import DEMO_SECONDS
from server.demo import found_demo, found_demo_cases
from server.ports.clock import utc_now
from server.ports.randomness import SystemChance
from server.storage.database.database import Database
from tests.acceptance.case_writer import die_before_statement


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dies_in(stage: str, doomed: str, at: int) -> None:
    if stage != doomed:
        return
    if at:
        die_before_statement(at)
    else:
        event.listen(Engine, "commit", die)


async def main(url: str, doomed: str, at: int) -> None:
    database = await Database.open(url, busy_timeout=DEMO_SECONDS)
    dies_in("plan", doomed, at)
    await found_demo(database, utc_now, SystemChance())
    dies_in("cases", doomed, at)
    await found_demo_cases(database, utc_now, SystemChance())
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
