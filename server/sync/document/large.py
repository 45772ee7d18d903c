"""A large part as its newest snapshot and the updates since, so that it need not be encoded for a join.

Encoding blocks the whole process for 6 ms a megabyte and more, and cannot be sliced. So a part larger than
``LARGE`` keeps its newest snapshot and the updates since; a new member is sent just those.
"""

from __future__ import annotations

from collections.abc import Sequence

from pycrdt import merge_updates

LARGE = 2 * 1024 * 1024
"""Bytes."""
MAX_DIFF = 200_000
"""Letters and structs that yrs encodes in some milliseconds; a member that lacks more is sent everything."""
MERGE_EVERY = 100
"""Updates after which they are merged into one, if they are ``MERGE_BYTES`` at most: more blocks too long."""
MERGE_BYTES = 64 * 1024


class LargeState:
    """``snapshot``: ``b""`` until the first one was made. ``size``: bytes of it and of the updates since."""

    __slots__ = ("_covered", "_since", "_unmerged", "size", "snapshot")

    def __init__(self, snapshot: bytes) -> None:
        self.snapshot = snapshot
        self._since: list[bytes] = []
        self._covered = self._unmerged = 0
        self.size = len(snapshot)

    def add(self, update: bytes) -> None:
        self._since.append(update)
        self.size += len(update)
        self._unmerged += 1
        if self._unmerged == MERGE_EVERY:
            unmerged = self._since[-MERGE_EVERY:]
            if sum(map(len, unmerged)) <= MERGE_BYTES:
                self._since[-MERGE_EVERY:] = [merged(unmerged)]
            self._unmerged = 0

    def mark(self) -> None:
        """A snapshot is begun that will hold everything up to now."""
        self._covered, self._unmerged = len(self._since), 0

    def replace(self, snapshot: bytes) -> None:
        """Use the ``snapshot`` that was begun at ``mark``."""
        del self._since[: self._covered]
        self._covered, self.snapshot = 0, snapshot
        self.size = len(snapshot) + sum(map(len, self._since))

    @property
    def needs_snapshot(self) -> bool:
        """Whether there is no snapshot, or the updates since are more than a tenth of it."""
        return not self.snapshot or self.size > 1.1 * len(self.snapshot)

    def updates(self) -> list[bytes]:
        """The whole state, to be applied in this order."""
        return [self.snapshot, *self._since]


MERGED_AT_ONCE = 100
"""Updates: yrs takes n² steps to merge n, for 4,000 of them 120 ms (measured)."""


def merged(payloads: Sequence[bytes]) -> bytes:
    """One update equal to ``payloads`` applied in order."""
    while len(payloads) > 1:
        groups = range(0, len(payloads), MERGED_AT_ONCE)
        payloads = [merge_updates(*payloads[start : start + MERGED_AT_ONCE]) for start in groups]
    return payloads[0]
