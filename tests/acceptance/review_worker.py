"""A process that opens what is to be gone through.

``python -m tests.acceptance.review_worker URL DAY DIE_AT``. ``DAY``: the day that it is. ``DIE_AT``: kills
itself before its so-manieth statement or commit (0: never). It prints how many it opened.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import date

from server.catalogue import standard
from server.features.cases.rules import rules_on
from server.storage.cases.reviewing import Reviewing
from server.storage.database.database import Database
from tests.acceptance.case_writer import die_before_statement
from tests.acceptance.founding import Clock
from tests.unit.domain.cases.situations import NOW, TODAY


async def main(url: str, day: str, die_at: int) -> None:
    today = date.fromisoformat(day)
    database = await Database.open(url)
    if die_at:
        die_before_statement(die_at)
    clock = Clock(NOW)
    clock.advance((today - TODAY).total_seconds())
    print(await Reviewing(database, clock, standard(), rules_on).open())
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
