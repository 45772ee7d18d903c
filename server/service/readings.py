"""The log of who opened what: durable before the part is shown, many openings in one transaction."""

from __future__ import annotations

import asyncio
import logging

from server.domain.audit import Action, Event
from server.domain.plan import Participant, PartId, PlanId
from server.ports import Clock, StorageUnavailable
from server.storage.ledger import Ledger

logger = logging.getLogger(__name__)


class ReadingLog:
    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger, self._clock = ledger, clock
        self._waiting: list[Event] = []
        self._recording: asyncio.Task[None] | None = None

    async def record(self, plan: PlanId, part: PartId, participant: Participant) -> None:
        """Returns when the opening is in the log.

        Where the database cannot be written, the part is shown all the same (somebody may need it now)
        and the opening is written with the next one.
        """
        self._waiting.append(
            Event(
                self._clock(),
                participant.person,
                Action.PART_READ,
                plan,
                participant.id,
                participant.organisation,
                part,
            )
        )
        while self._recording is not None and not self._recording.done():
            await asyncio.shield(self._recording)
        if self._waiting:
            self._recording = asyncio.create_task(self._write())
            await asyncio.shield(self._recording)

    async def _write(self) -> None:
        events, self._waiting = self._waiting, []
        try:
            await self._ledger.record(events)
        except StorageUnavailable:
            logger.warning("%d openings of parts wait to be logged", len(events))
            self._waiting = events + self._waiting
