"""A part's whole state, stored now and then, so that a cold join costs the part and not its history."""

from __future__ import annotations

import asyncio
import logging

from server.domain.plan import PartId
from server.ports import StorageUnavailable, UpdateLog

from .following import Following

logger = logging.getLogger(__name__)

SNAPSHOT_EVERY = 300
"""Rows after which the state is stored."""


class Snapshots:
    """Asked between two turns only, when the replica equals the log."""

    def __init__(self, part: PartId, following: Following, log: UpdateLog) -> None:
        self._part, self._following, self._log = part, following, log
        self._storing: asyncio.Task[None] | None = None

    def store_if_due(self) -> None:
        due = self._following.replica.seq - self._following.snapshot_seq >= SNAPSHOT_EVERY
        if due and (self._storing is None or self._storing.done()):
            self._storing = asyncio.create_task(self._store(*self._state()))

    async def store(self) -> None:
        await self._store(*self._state())

    def _state(self) -> tuple[int, bytes]:
        return self._following.replica.seq, self._following.replica.encode()

    async def _store(self, seq: int, payload: bytes) -> None:
        if seq == self._following.snapshot_seq:
            return
        try:
            await self._log.save_snapshot(self._part, seq, payload)
        except StorageUnavailable:
            logger.warning("a snapshot was not stored; the log still holds everything")
        else:
            self._following.snapshot_seq = seq
