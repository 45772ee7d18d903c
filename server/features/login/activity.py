"""When a session's person was seen last: noted at once, stored a little later, many in one transaction."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from server.concurrency import may_be_left
from server.ports.clock import Clock
from server.ports.log import StorageUnavailable

logger = logging.getLogger(__name__)

CLOSE_SECONDS = 1.0

Store = Callable[[Mapping[bytes, datetime]], Awaitable[None]]


class Activity:
    """``store`` writes the moments by token hash. What was noted is stored at most ``every`` later.

    While it cannot be stored it is kept, and tried again: a database that is away must end no session that
    is in use.
    """

    def __init__(self, store: Store, clock: Clock, every: timedelta) -> None:
        self._store, self._clock, self._every = store, clock, every
        self._noted: dict[bytes, datetime] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._storing: asyncio.Task[None] | None = None
        self._closed = False

    def note(self, token_hash: bytes, *, at_once: bool = False) -> None:
        """``at_once``: so that no other process ends meanwhile what is about to end."""
        self._noted[token_hash] = self._clock()
        self._store_in(timedelta() if at_once else self._every)

    async def store(self) -> None:
        """All of it, now. Raises ``StorageUnavailable``."""
        noted, self._noted = self._noted, {}
        try:
            if noted:
                await self._store(noted)
        except StorageUnavailable:
            self._noted = noted | self._noted
            raise

    async def close(self) -> None:
        """Store the rest, if that is possible in ``CLOSE_SECONDS``."""
        self._closed = True
        if self._timer is not None:
            self._timer.cancel()
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._store_safely()
        except TimeoutError:
            logger.warning("who was seen could not be stored")

    def _store_in(self, wait: timedelta) -> None:
        """Unless it is about to be stored before."""
        if self._closed:
            return
        loop, seconds = asyncio.get_running_loop(), wait.total_seconds()
        if self._timer is not None:
            if self._timer.when() <= loop.time() + seconds:
                return
            self._timer.cancel()
        self._timer = loop.call_later(seconds, self._begin_storing)

    def _begin_storing(self) -> None:
        self._timer = None
        self._storing = may_be_left(asyncio.create_task(self._store_safely()))

    async def _store_safely(self) -> None:
        try:
            await self.store()
        except StorageUnavailable:
            logger.warning("who was seen could not be stored")
            self._store_in(self._every)
