"""Load as fast as a server processes it: each writer has a bounded number of updates in flight."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .seat import Seat

WINDOWS = (100, 400, 1_600, 4_800)
"""Updates in flight of all writers: not yet acknowledged (if the server does that) or not at every reader.

No window suits all servers: group commits gain by large ones, and Yjs merges n updates in n² steps. So each
server is tried with all of them, and then measured with its best one.
"""
WIDE_WINDOWS = (1_600, 4_800, 14_400)
"""For writers and readers in different processes, where more is in flight."""
HARDLY_MORE = 1.1
BURSTS = 10
"""How many writes fill a window."""
STALL_SECONDS = 10.0


@dataclass
class Flow:
    """One writer's frames and the readers that must receive them."""

    writer: Seat
    readers: Sequence[Seat]
    frames: Sequence[bytes]
    acknowledged: bool
    window: int = WINDOWS[0]
    sent: int = 0
    finished: float = 0.0
    """When the last update sent so far had arrived at every reader."""

    def __post_init__(self) -> None:
        self._base = [seat.received for seat in self.readers]
        self._acked = self.writer.acked
        self._stop_at = 0
        self._until = 0.0
        self._done = asyncio.Event()
        for seat in (self.writer, *self.readers):
            seat.on_news = self._pump

    @property
    def arrived(self) -> int:
        """Updates that are acknowledged and have arrived at every reader."""
        least = min(seat.received - base for seat, base in zip(self.readers, self._base, strict=True))
        return min(least, self.writer.acked - self._acked) if self.acknowledged else least

    async def run(self, count: int, seconds: float) -> None:
        """Send up to ``count`` more updates for ``seconds`` at most; returns when they have arrived.

        Raises ``TimeoutError`` if nothing has arrived for ``STALL_SECONDS``, ``ConnectionError`` if a socket
        was closed.
        """
        self._stop_at = min(len(self.frames), self.sent + count)
        self._until = time.perf_counter() + seconds
        self._done.clear()
        self._pump()
        while not self._done.is_set():
            before = self.arrived
            try:
                async with asyncio.timeout(STALL_SECONDS):
                    await self._done.wait()
            except TimeoutError:
                self._require_open()
                if self.arrived == before:
                    raise
        self._require_open()

    def _require_open(self) -> None:
        for seat in (self.writer, *self.readers):
            if seat.ended is not None:
                raise ConnectionError(seat.ended)

    def _pump(self) -> None:
        arrived, now = self.arrived, time.perf_counter()
        room = min(self.window - (self.sent - arrived), self._stop_at - self.sent)
        if now < self._until and room >= min(max(1, self.window // BURSTS), self._stop_at - self.sent) > 0:
            self.writer.send(self.frames[self.sent : self.sent + room])
            self.sent += room
        elif arrived >= self.sent and (now >= self._until or self.sent == self._stop_at):
            if not self._done.is_set():
                self.finished = now
            self._done.set()


@dataclass(frozen=True)
class Throughput:
    updates: int
    seconds: float


async def best_window(
    rounds: Sequence[Sequence[Flow]],
    windows: Sequence[int],
    count: int,
    seconds: float,
    cpu_seconds: Callable[[], float],
) -> int:
    """The largest of ``windows`` whose cost per update is at most ``HARDLY_MORE`` times the cheapest one's.

    Not the fastest one: speed depends on other load of the machine. ``count`` and ``seconds`` are for each
    round; the first one only warms up.
    """
    costs: dict[int, float] = {}
    for window, flows in zip((windows[min(1, len(windows) - 1)], *windows), rounds, strict=True):
        used = cpu_seconds()
        result = await saturate(flows, window, count, seconds)
        costs[window] = (cpu_seconds() - used) / result.updates
    return max(window for window in windows if costs[window] <= HARDLY_MORE * min(costs.values()))


async def saturate(flows: Sequence[Flow], window: int, count: int, seconds: float) -> Throughput:
    """All ``flows`` at once, up to ``count`` updates in all, until the last one has arrived everywhere."""
    for flow in flows:
        flow.window = max(1, window // len(flows))
    before, began = sum(flow.sent for flow in flows), time.perf_counter()
    await asyncio.gather(*(flow.run(count // len(flows), seconds) for flow in flows))
    updates = sum(flow.sent for flow in flows) - before
    return Throughput(updates, max(flow.finished for flow in flows) - began)
