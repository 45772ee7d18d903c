"""A process that sends what is due: ``python -m tests.acceptance.mail_worker URL PORT LATER DIE_AT``.

``LATER``: seconds that its clock is ahead. ``DIE_AT``: kills itself before its so-manieth statement or commit
(0: never). It prints how many it took up.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime, timedelta

from server.catalogue import standard
from server.ports.clock import utc_now
from server.ports.randomness import SystemChance
from server.storage.database.database import Database
from server.storage.messages.queue import MailQueue
from server.token_bucket import Bucket
from server.worker.courier import Courier, MailServer
from server.worker.deliveries import Deliveries
from tests.acceptance.case_writer import die_before_statement

FROM = "samplan@lia.example"


async def main(url: str, port: int, later: float, die_at: int) -> None:
    database = await Database.open(url)

    def clock() -> datetime:
        return utc_now() + timedelta(seconds=later)

    queue = MailQueue(database, clock, SystemChance(), standard())
    courier = Courier(MailServer("127.0.0.1", port, "none"), FROM)
    deliveries = Deliveries(queue, courier, clock, "https://plan.example", Bucket(1000, 1000))
    if die_at:
        die_before_statement(die_at)
    taken = 0
    while await deliveries.deliver_next():
        taken += 1
    await database.close()
    print(taken)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])))
