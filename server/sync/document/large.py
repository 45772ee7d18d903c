"""A large part as its newest snapshot and what is new since, so that it need not be encoded for a join.

Encoding blocks the whole process for 6 ms a megabyte and more, and cannot be sliced. So a part larger than
``LARGE`` keeps its newest snapshot; a new member is sent that and, from the document, what came since. Not
the rows of the log: they hold words that were deleted again. Nor does the snapshot go out once anything in it
was deleted (docs/decisions/0023).
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass

from pycrdt import merge_updates

from server.sync.protocol.lib0 import RANGES_AT_ONCE, Ranges, read_state_vector, reading_snapshot

LARGE = 2 * 1024 * 1024
"""Bytes."""
MAX_DIFF = 200_000
"""Letters and structs that yrs encodes in some milliseconds; a member that lacks more is sent everything."""


@dataclass(frozen=True, slots=True)
class Extent:
    """What a part held: its state vector, and all deletions as in a Yjs snapshot."""

    state_vector: bytes
    deletions: bytes


class LargeState:
    """``snapshot``: ``b""`` until the first one was made; it holds at least what the part held at ``extent``.
    ``size``: bytes of it and of the updates since."""

    __slots__ = ("_deleted", "_marked", "_since", "extent", "size", "snapshot")

    def __init__(self, snapshot: bytes, extent: Extent) -> None:
        self.snapshot, self.extent, self._marked = snapshot, extent, extent
        self.size, self._since = len(snapshot), 0
        self._deleted: int | None = None

    def add(self, update: bytes) -> None:
        self.size += len(update)
        self._since += len(update)

    def mark(self, extent: Extent) -> None:
        """A snapshot is begun that will hold everything up to now."""
        self._marked, self._since = extent, 0

    def replace(self, snapshot: bytes) -> None:
        """Use the ``snapshot`` that was begun at ``mark``."""
        self.snapshot, self.extent, self._deleted = snapshot, self._marked, None
        self.size = len(snapshot) + self._since

    @property
    def needs_snapshot(self) -> bool:
        """Whether there is no snapshot, or the updates since are more than a tenth of it."""
        return not self.snapshot or self.size > 1.1 * len(self.snapshot)

    def holding(self, deleted: Ranges) -> Generator[None, None, bool]:
        """Whether nothing that the snapshot holds was ``deleted`` since."""
        known = read_state_vector(self.extent.state_vector)
        if self._deleted is None:
            before = yield from reading_snapshot(self.extent.deletions)
            self._deleted = yield from _length_below(known, before)
        return self._deleted == (yield from _length_below(known, deleted))


def _length_below(known: Mapping[int, int], deleted: Ranges) -> Generator[None, None, int]:
    """How much of what was ``known`` is deleted."""
    length = 0
    for client, ranges in deleted.items():
        end = known.get(client, 0)
        for number, (clock, count) in enumerate(ranges, 1):
            length += max(0, min(clock + count, end) - clock)
            if number % RANGES_AT_ONCE == 0:
                yield
    return length


MERGED_AT_ONCE = 100
"""Updates: yrs takes n² steps to merge n, for 4,000 of them 120 ms (measured)."""


def merged(payloads: Sequence[bytes]) -> bytes:
    """One update equal to ``payloads`` applied in order."""
    while len(payloads) > 1:
        groups = range(0, len(payloads), MERGED_AT_ONCE)
        payloads = [merge_updates(*payloads[start : start + MERGED_AT_ONCE]) for start in groups]
    return payloads[0]
