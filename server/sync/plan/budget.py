"""Limits of the open parts of one process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from server.sync.part.room import Room
from server.sync.protocol.closings import NotOpened, Token
from server.sync.update import admission

RECOUNT_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class EngineLimits:
    """Limits of one process; bytes and seconds. ``rooms`` and ``open_bytes``: of all open parts together."""

    admission: admission.UpdateLimits = field(default_factory=admission.UpdateLimits)
    part_bytes: int = 1024 * 1024
    rooms: int = 10_000
    open_bytes: int = 1024 * 1024 * 1024
    idle_seconds: float = 30.0


class Budget:
    """Counts the open rooms of this process and their bytes. Idle rooms are closed when others need space."""

    def __init__(self, limits: EngineLimits, now: Callable[[], float] = time.monotonic) -> None:
        self._limits, self._now = limits, now
        self._rooms: set[Room] = set()
        self._opening = self._bytes = 0
        self._counted_at = float("-inf")

    @contextmanager
    def opening(self) -> Iterator[None]:
        """Held while a part is loaded. Raises ``NotOpened`` if the budget is used up."""
        if self._over and not self._evict_idle():
            raise NotOpened(Token.OVERLOADED)
        self._opening += 1
        try:
            yield
        finally:
            self._opening -= 1

    def opened(self, room: Room) -> None:
        self._rooms.add(room)
        self._bytes += room.size

    def closed(self, room: Room) -> None:
        self._rooms.discard(room)
        self._bytes = max(0, self._bytes - room.size)

    @property
    def _over(self) -> bool:
        full = len(self._rooms) + self._opening >= self._limits.rooms
        return full or self._bytes >= self._limits.open_bytes

    def _evict_idle(self) -> bool:
        """Retire idle rooms and count again, as parts grow; returns whether there is space now.

        After a failure not again for ``RECOUNT_SECONDS``.
        """
        if self._now() < self._counted_at + RECOUNT_SECONDS:
            return False
        occupied = [room for room in self._rooms if room.occupied]
        for room in self._rooms.difference(occupied):
            room.retire()
        self.recount()
        full = len(occupied) + self._opening >= self._limits.rooms
        if full or sum(room.size for room in occupied) >= self._limits.open_bytes:
            self._counted_at = self._now()
            return False
        return True

    def recount(self) -> None:
        self._bytes = sum(room.size for room in self._rooms)
