"""A part's whole state, stored now and then, so that a cold join costs the part and not its history."""

from __future__ import annotations

import asyncio
import logging

from server.ports.log import StorageUnavailable, UpdateLog
from server.sync.document.child_process import encoded
from server.sync.document.large import LargeState
from server.sync.document.replica import Replica

from .log_follower import LogFollower

logger = logging.getLogger(__name__)

SNAPSHOT_EVERY = 300
"""Rows after which the state is stored."""


class Snapshots:
    """Asked between two turns only, when the replica equals the log. ``due_at``: the ``seq`` from which on
    the state is to be stored."""

    def __init__(self, follower: LogFollower, log: UpdateLog, snapshot_seq: int) -> None:
        self._follower, self._log = follower, log
        self._stored_at = snapshot_seq
        self.due_at = snapshot_seq + SNAPSHOT_EVERY
        self._storing: asyncio.Task[None] | None = None
        self._apart: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Begin to store what is due; a large part is encoded elsewhere, once it has grown by much."""
        replica = self._follower.replica
        if not replica.large:
            if self._storing is None or self._storing.done():
                self._storing = asyncio.create_task(self._store(*self._state()))
        elif (replica.whole is None or replica.whole.outgrown) and not self._encoding:
            self.due_at = max(self.due_at, replica.seq + SNAPSHOT_EVERY)
            whole = replica.whole = replica.whole or LargeState(b"")
            whole.mark()  # now, while the replica equals the log: what comes next may not be committed yet
            self._apart = asyncio.create_task(self._store_apart(replica, whole))

    @property
    def _encoding(self) -> bool:
        return self._apart is not None and not self._apart.done()

    async def store(self) -> None:
        """Nobody waits for a large part: of that the log holds little beside its snapshot."""
        if not self._follower.replica.large:
            await self._store(*self._state())

    def stop(self) -> None:
        if self._apart is not None:
            self._apart.cancel()

    def _state(self) -> tuple[int, bytes]:
        return self._follower.replica.seq, self._follower.replica.encode()

    async def _store(self, seq: int, payload: bytes) -> None:
        if seq == self._stored_at:
            return
        try:
            await self._log.save_snapshot(self._follower.part, seq, payload)
        except StorageUnavailable:
            logger.warning("a snapshot was not stored; the log still holds everything")
        else:
            self._stored_at = seq
            self.due_at = max(self.due_at, seq + SNAPSHOT_EVERY)

    async def _store_apart(self, replica: Replica, whole: LargeState) -> None:
        try:
            loaded = await self._log.load(self._follower.part)
            state = await encoded(loaded) if loaded is not None and loaded.rows else b""
        except StorageUnavailable:
            logger.warning("a large part was not encoded; the log still holds everything")
            return
        if loaded is None or not state:
            return  # the part is gone, or another process was faster
        await self._store(loaded.rows[-1].seq, state)
        whole.replace(state)
        replica.size = whole.size
