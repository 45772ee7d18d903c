"""Finds the days of measures from before these were stored beside their documents, a few at a time.

Until then nobody is told that such a measure is late before somebody writes in its fields again. The days are
in the documents alone, so each is built once, in a bounded share of the time, since people write meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
import time

from server.concurrency import in_slices
from server.domain.plan import PartId
from server.ports.log import SealBroken, StorageUnavailable, UpdateLog
from server.ports.quarantine import Quarantine
from server.sync.document.ydoc import Incoherent
from server.sync.part.log_follower import build_replica

from .store import PartStore

logger = logging.getLogger(__name__)

AT_ONCE = 50
"""Measures asked for in one statement."""
SHARE = 9
"""Seconds of pause for each second of work: a tenth of the time is spent on it."""
HOUR = 3600.0
"""Until it is looked again: a process of the release before may have added some."""


class DueDays:
    def __init__(self, parts: PartStore, log: UpdateLog, quarantine: Quarantine) -> None:
        self._parts, self._log, self._quarantine = parts, log, quarantine
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    def stop(self) -> None:
        """May be repeated."""
        if self._task is not None:
            self._task.cancel()
        self._task = None

    async def _run(self) -> None:
        while True:
            try:
                await self.find()
            except StorageUnavailable:
                pass  # the other users of the database say so
            except Exception:
                logger.exception("the days of older measures could not be read")
            await asyncio.sleep(HOUR)

    async def find(self) -> int:
        """Store the day of every measure whose day is not known yet; returns how many. Parts that cannot be
        read are passed by. Raises ``StorageUnavailable``."""
        found, after = 0, PartId("")
        while some := await self._parts.undated(after, AT_ONCE):
            for part in some:
                began = time.monotonic()
                found += await self._store_day(part)
                await asyncio.sleep(SHARE * (time.monotonic() - began))
            after = some[-1]
        return found

    async def _store_day(self, part: PartId) -> bool:
        if self._quarantine.holds(part) or self._quarantine.suspects(part):
            return False
        try:
            loaded = await self._log.load(part)
            if loaded is None:
                return False
            replica = await build_replica(loaded, part, self._quarantine.watched)
            await in_slices(self._quarantine.watched(part, replica.building()))
        except (Incoherent, SealBroken):
            return False
        return await self._parts.date(part, replica.projection().due, replica.seq)
