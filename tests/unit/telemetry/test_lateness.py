from __future__ import annotations

import asyncio
import time

from server.telemetry.counts import SECONDS, Spread
from server.telemetry.lateness import EVERY_SECONDS, Lateness


class Seen(Spread):
    def __init__(self) -> None:
        super().__init__(SECONDS)
        self.any = asyncio.Event()

    def observe(self, value: float) -> None:
        super().observe(value)
        self.any.set()


async def test_what_holds_the_loop_up_is_seen_as_lateness() -> None:
    spread = Seen()
    lateness = Lateness(spread)
    lateness.start()
    asyncio.get_running_loop().call_soon(time.sleep, EVERY_SECONDS + 0.3)
    async with asyncio.timeout(20):
        await spread.any.wait()
    lateness.stop()
    assert spread.total >= 0.29
