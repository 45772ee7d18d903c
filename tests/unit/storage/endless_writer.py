"""Appends to the log until it is killed, saying after each commit what it was told is durable."""

from __future__ import annotations

import asyncio
import sys
from itertools import count

from server.ports.log import Committed
from server.storage.database.database import Database
from server.storage.log.update_log import SqlUpdateLog
from tests.acceptance.founding import READING_HELP, Clock, written


async def main(url: str) -> None:
    log = SqlUpdateLog(await Database.open(url), Clock())
    last = max(row.seq for row in await log.since(READING_HELP, 0))
    for number in count():
        payloads = [b"%d.%d" % (number, row) * 50 for row in range(1 + number % 4)]
        (outcome,) = await log.append([written(*payloads, after=last, batch=f"from {last}")])
        assert isinstance(outcome, Committed)
        for payload in payloads:
            last += 1
            print(last, payload.decode(), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
