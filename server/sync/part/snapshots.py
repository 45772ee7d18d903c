"""A part's whole state, stored now and then, so that a cold join costs the part and not its history."""

from __future__ import annotations

import asyncio
import logging

from server.domain.plan import PartId
from server.ports.log import StorageUnavailable, UpdateLog
from server.sync.document.child_process import encoded
from server.sync.document.large import LargeState
from server.sync.document.replica import Replica

from .log_follower import LogFollower

logger = logging.getLogger(__name__)

SNAPSHOT_EVERY = 300
"""Rows after which the state is stored."""


class Snapshots:
    """Asked between two turns only, when the replica equals the log."""

    def __init__(self, part: PartId, following: LogFollower, log: UpdateLog) -> None:
        self._part, self._following, self._log = part, following, log
        self._storing: asyncio.Task[None] | None = None
        self._apart: asyncio.Task[None] | None = None
        self._begun_at = 0

    def store_if_due(self) -> None:
        """Begin to store it; a large part is encoded elsewhere, and only once it has grown by much."""
        replica = self._following.replica
        if replica.seq - max(self._following.snapshot_seq, self._begun_at) < SNAPSHOT_EVERY:
            return
        if not replica.large:
            if self._storing is None or self._storing.done():
                self._storing = asyncio.create_task(self._store(*self._state()))
        elif (replica.whole is None or replica.whole.outgrown) and not self._encoding:
            self._begun_at = replica.seq
            whole = replica.whole = replica.whole or LargeState(b"")
            whole.mark()  # now, while the replica equals the log: what comes next may not be committed yet
            self._apart = asyncio.create_task(self._store_apart(replica, whole))

    @property
    def _encoding(self) -> bool:
        return self._apart is not None and not self._apart.done()

    async def store(self) -> None:
        """Nobody waits for a large part: of that the log holds little beside its snapshot."""
        if not self._following.replica.large:
            await self._store(*self._state())

    def stop(self) -> None:
        if self._apart is not None:
            self._apart.cancel()

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

    async def _store_apart(self, replica: Replica, whole: LargeState) -> None:
        try:
            loaded = await self._log.load(self._part)
            state = await encoded(loaded) if loaded is not None and loaded.rows else b""
        except StorageUnavailable:
            logger.warning("a large part was not encoded; the log still holds everything")
            return
        if loaded is None or not state:
            return  # the part is gone, or another process was faster
        await self._store(loaded.rows[-1].seq, state)
        whole.replace(state)
        replica.size = whole.size
