"""The worker: sends what is in the outbox, tells of what comes with the days, and moves older rows of the
log to the history. Any number may run."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from server.ports.log import StorageUnavailable
from server.storage.history.mover import HistoryMover

from .clocks import Clocks
from .deliveries import Deliveries

logger = logging.getLogger(__name__)

LAST_MAIL = 5.0
"""Seconds that a mail under way has when the worker stops; a supervisor kills after ten."""


class Worker:
    """``seconds``: how often it looks whether there is something to do."""

    def __init__(self, deliveries: Deliveries, clocks: Clocks, mover: HistoryMover, seconds: float) -> None:
        self._deliveries, self._clocks, self._mover, self._seconds = deliveries, clocks, mover, seconds
        self._stopping = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        for work in (self._deliver, self._remind):
            self._tasks.append(asyncio.create_task(self._run(work)))
        self._mover.start()

    async def stop(self) -> None:
        """A mail under way is finished, if that is soon. May be repeated."""
        self._stopping.set()
        self._mover.stop()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=LAST_MAIL)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        self._tasks = []

    async def _deliver(self) -> None:
        while not self._stopping.is_set() and await self._deliveries.deliver_next():
            pass

    async def _remind(self) -> None:
        await self._clocks.run()

    async def _run(self, work: Callable[[], Awaitable[None]]) -> None:
        while not self._stopping.is_set():
            try:
                await work()
            except StorageUnavailable:
                logger.warning("the worker waits for the database")
            except Exception:
                logger.exception("the worker met a defect")
            await self._pause()

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                await self._stopping.wait()
        except TimeoutError:
            pass
