from __future__ import annotations

import asyncio
import time

from server.telemetry.counts import Counts
from server.telemetry.loop_lag import EVERY_SECONDS, LoopLag


class Seen(Counts):
    def __init__(self) -> None:
        super().__init__()
        self.any = asyncio.Event()

    def settle(self) -> None:
        super().settle()
        self.any.set()


async def test_what_holds_the_loop_up_is_seen_as_lateness() -> None:
    counts = Seen()
    lateness = LoopLag(counts)
    lateness.start()
    asyncio.get_running_loop().call_soon(time.sleep, EVERY_SECONDS + 0.3)
    async with asyncio.timeout(20):
        await counts.any.wait()
    lateness.stop()
    assert counts.loop_lag.total >= 0.29
