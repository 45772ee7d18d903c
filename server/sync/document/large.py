"""A large part as the log has it, so that nobody waits while it is encoded.

Encoding holds the whole process for 6 ms a megabyte and more, and cannot be cut. So of a part beyond
``LARGE`` the newest snapshot is kept, and what came since; who comes new is handed just that.
"""

from __future__ import annotations

from collections.abc import Sequence

from pycrdt import merge_updates

LARGE = 2 * 1024 * 1024
"""Bytes."""
FEW = 200_000
"""Letters and structs that yrs encodes in some milliseconds; who lacks more is handed everything."""
LOOSE = 100
"""Updates that are handed out one by one, while ``LOOSE_BYTES`` are not merged in one go either."""
LOOSE_BYTES = 64 * 1024


class LargeState:
    """``snapshot``: ``b""`` while it is still awaited."""

    __slots__ = ("_covered", "_loose", "_since", "size", "snapshot")

    def __init__(self, snapshot: bytes) -> None:
        self.snapshot = snapshot
        self._since: list[bytes] = []
        self._covered = self._loose = 0
        self.size = len(snapshot)

    def add(self, update: bytes) -> None:
        self._since.append(update)
        self.size += len(update)
        self._loose += 1
        if self._loose == LOOSE:
            loose = self._since[-LOOSE:]
            if sum(map(len, loose)) <= LOOSE_BYTES:
                self._since[-LOOSE:] = [merged(loose)]
            self._loose = 0

    def mark(self) -> None:
        """A snapshot that is begun now will hold all there is."""
        self._covered, self._loose = len(self._since), 0

    def replace(self, snapshot: bytes) -> None:
        """The snapshot that was begun at the ``mark``."""
        del self._since[: self._covered]
        self._covered, self.snapshot = 0, snapshot
        self.size = len(snapshot) + sum(map(len, self._since))

    @property
    def outgrown(self) -> bool:
        """Whether a newcomer is handed much beside the snapshot, or there is none to hand out."""
        return not self.snapshot or self.size > 1.1 * len(self.snapshot)

    def updates(self) -> list[bytes]:
        """Everything, to be applied in this order."""
        return [self.snapshot, *self._since]


MERGED_AT_ONCE = 100
"""Updates: yrs takes n² steps to merge n, for 4,000 of them 120 ms (measured)."""


def merged(payloads: Sequence[bytes]) -> bytes:
    """One update that says what ``payloads`` say in order."""
    while len(payloads) > 1:
        groups = range(0, len(payloads), MERGED_AT_ONCE)
        payloads = [merge_updates(*payloads[start : start + MERGED_AT_ONCE]) for start in groups]
    return payloads[0]
