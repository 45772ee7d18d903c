"""Stores a part's whole state now and then, so that loading it costs its size and not its history."""

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
"""Rows after which a snapshot is stored."""


class Snapshots:
    """Used between two turns only, when the replica equals the log. ``due_at``: the ``seq`` at which the next
    snapshot is due."""

    def __init__(self, follower: LogFollower, log: UpdateLog, snapshot_seq: int) -> None:
        self._follower, self._log = follower, log
        self._stored_at = snapshot_seq
        self.due_at = snapshot_seq + SNAPSHOT_EVERY
        self._storing: asyncio.Task[None] | None = None
        self._encoding_task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Begin to store a snapshot; a large part is encoded by a child process if it has grown a tenth."""
        replica = self._follower.replica
        if not replica.large:
            if self._storing is None or self._storing.done():
                self._storing = asyncio.create_task(self._store(*self._state()))
        elif (replica.large_state is None or replica.large_state.needs_snapshot) and not self._encoding:
            self.due_at = max(self.due_at, replica.seq + SNAPSHOT_EVERY)
            now = replica.extent()
            whole = replica.large_state = replica.large_state or LargeState(b"", now)
            whole.mark(now)  # now, while the replica equals the log: later updates may not be committed yet
            self._encoding_task = asyncio.create_task(self._store_large(replica, whole))

    @property
    def _encoding(self) -> bool:
        return self._encoding_task is not None and not self._encoding_task.done()

    async def store(self) -> None:
        """Store a snapshot, except of a large part, whose log has few rows after the last one."""
        if not self._follower.replica.large:
            await self._store(*self._state())

    def stop(self) -> None:
        if self._encoding_task is not None:
            self._encoding_task.cancel()

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

    async def _store_large(self, replica: Replica, whole: LargeState) -> None:
        try:
            loaded = await self._log.load(self._follower.part)
            state = await encoded(loaded) if loaded is not None and loaded.rows else b""
        except StorageUnavailable:
            logger.warning("a large part was not encoded; the log still holds everything")
            return
        if loaded is None or not state:
            return  # the part was deleted, or another process has stored a snapshot
        await self._store(loaded.rows[-1].seq, state)
        whole.replace(state)
        replica.size = whole.size
