"""How late the event loop runs a timer: whatever blocks it delays every connection."""

from __future__ import annotations

import asyncio

from .counts import Counts

EVERY_SECONDS = 0.5


class LoopLag:
    """A timer from ``start`` to ``stop``, each ``EVERY_SECONDS``: observes its lag and settles the counts."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._timer = loop.call_at(loop.time() + EVERY_SECONDS, self._due, loop.time() + EVERY_SECONDS)

    def _due(self, due: float) -> None:
        self._counts.loop_lag.observe(max(0.0, asyncio.get_running_loop().time() - due))
        self._counts.settle()
        self.start()

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
