"""Logs each opening of a part: durable before the part is shown, many openings in one transaction.

If the database accepts no writes, the part is shown all the same, because it may be needed now. Its opening
is queued, and the queue is retried about every second and when the process ends.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

from server.domain.audit import Event
from server.domain.plan import Participant, PartId, PlanId
from server.ports.clock import Clock
from server.ports.log import StorageUnavailable
from server.storage.ledger import Ledger

from .entries import PartRead

logger = logging.getLogger(__name__)

RETRY_SECONDS = 1.0
CLOSE_SECONDS = 1.0
"""How long the end of the process waits for a database that hangs."""
MOST_WAITING = 10_000
"""Openings queued at most; beyond that no more parts are shown. An unbounded queue would end the process,
and lose the queue with it."""


@dataclass(slots=True, eq=False)
class _Reading:
    event: Event
    settled: asyncio.Future[None]

    def settle(self, error: Exception | None = None) -> None:
        """Make ``record`` return, or raise ``error``; only the first call has an effect."""
        if self.settled.done():
            return
        if error is None:
            self.settled.set_result(None)
        else:
            self.settled.set_exception(error)


class ReadingLog:
    """``close`` it after everything that calls ``record``, and before the database."""

    def __init__(
        self, ledger: Ledger, clock: Clock, retry_seconds: float = RETRY_SECONDS, most: int = MOST_WAITING
    ) -> None:
        self._ledger, self._clock = ledger, clock
        self._retry_seconds, self._most = retry_seconds, most
        self._waiting: list[_Reading] = []
        """Oldest first; an opening stays in it until it is stored."""
        self._running: asyncio.Task[None] | None = None
        self._retry: asyncio.TimerHandle | None = None
        self._refused = False
        """Whether the last write failed. Then a retry is scheduled or under way."""
        self._closed = False

    async def record(self, plan: PlanId, part: PartId, participant: Participant) -> None:
        """Returns when the part may be shown: its opening is in the log, or the database accepts no writes.

        Raises ``StorageUnavailable`` if too many are queued or this is closed; and the ledger's exception if
        this opening itself can never be logged.
        """
        event = Event.of(
            PartRead(),
            self._clock(),
            participant.person,
            plan,
            participant.id,
            participant.organisation,
            part,
        )
        await self.record_event(event)

    async def record_event(self, event: Event) -> None:
        """As ``record``, for anything else that is read."""
        if self._closed or len(self._waiting) >= self._most:
            raise StorageUnavailable("the opening would not be logged")
        reading = _Reading(event, asyncio.get_running_loop().create_future())
        self._waiting.append(reading)
        if self._refused:
            return  # an attempt for each would write the whole queue each time, while the database fails
        if self._running is None or self._running.done():
            self._begin()
        await reading.settled

    async def close(self) -> None:
        """Write the queue once more; openings not stored in ``CLOSE_SECONDS`` are lost. May be repeated."""
        self._closed = True
        if self._retry is not None:
            self._retry.cancel()
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._write_the_rest()
        except (StorageUnavailable, TimeoutError):
            logger.error("%d openings of parts are lost to the log", len(self._waiting))
            self._settle(len(self._waiting), StorageUnavailable("the process ends"))

    async def _write_the_rest(self) -> None:
        if self._waiting and self._running is not None:
            await asyncio.wait([self._running])
        if self._waiting:
            await self._write(len(self._waiting))

    def _begin(self) -> None:
        # A task of its own: a reader who is cancelled meanwhile does not cancel the openings of others.
        self._running = asyncio.create_task(self._run())

    async def _run(self) -> None:
        """Until the queue is empty or a write fails."""
        try:
            while self._waiting:
                await self._write(len(self._waiting))
                self._succeeded()
        except StorageUnavailable:
            self._failed()

    def _succeeded(self) -> None:
        if self._refused:
            logger.warning("openings of parts are logged again")
        self._refused = False

    def _failed(self) -> None:
        if not self._refused:
            logger.warning("openings of parts wait to be logged")
        self._refused = True
        for reading in self._waiting:
            reading.settle()
        if not self._closed:
            self._retry = asyncio.get_running_loop().call_later(self._retry_seconds, self._begin)

    async def _write(self, count: int) -> None:
        """Settle the ``count`` oldest. Raises ``StorageUnavailable``: some of them stay queued."""
        error = await self._recorded(count)
        if error is None or count == 1:
            self._settle(count, error)
        else:
            # One that the ledger always refuses must not keep out the others. It is found by halving: to
            # write each alone would take one sync after the other, while all readers wait.
            await self._write(count // 2)
            await self._write(count - count // 2)

    async def _recorded(self, count: int) -> Exception | None:
        """``None`` if stored, else the ledger's exception. Raises ``StorageUnavailable``."""
        try:
            await self._ledger.record([reading.event for reading in self._waiting[:count]])
        except StorageUnavailable:
            raise
        except Exception as error:
            if count == 1:
                logger.exception("an opening of a part can never be logged")
            return error
        return None

    def _settle(self, count: int, error: Exception | None) -> None:
        for reading in self._waiting[:count]:
            reading.settle(error)
        del self._waiting[:count]
