"""A process that adds records to a case: ``python -m tests.acceptance.case_writer URL UNTIL DIE_AT DAY``.

Its clock says that it is ``DAY`` days after the first. It reports the same need, of which the owner is told,
until there are ``UNTIL`` records, and prints the numbers that it added. ``DIE_AT``: kills itself before its
so-manieth statement (0: never).
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from itertools import count
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from server.domain.errors import Outdated
from server.storage.database.database import Database
from server.storage.database.statements import Prepared
from tests.acceptance.cases import done, read
from tests.support.statements import PREPARED, calling
from tests.unit.domain.cases.situations import SAMPLES


def die_before_statement(number: int) -> None:
    steps = count(1)

    def step(*_: object, **__: object) -> None:
        if next(steps) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", step)
    event.listen(Engine, "commit", step)
    for name in PREPARED:
        setattr(Prepared, name, calling(getattr(Prepared, name), step))


async def main(url: str, until: int, die_at: int, day: float) -> None:
    database = await Database.open(url)
    added: list[int] = []
    last = 0
    while last < until:
        before = await database.read(read)
        if die_at and not added:
            die_before_statement(die_at)

        def work(connection: Connection, before: Any = before) -> int:
            return done(connection, before, SAMPLES["reported"], day).case.number

        try:
            last = await database.write(work)
            added.append(last)
        except Outdated:
            last = before.case.number
    await database.close()
    print(*added)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])))
