"""The stretches of one turn of a room, from the arrival of its oldest frame, for whoever listens.

Where nobody does, nothing is noted: then a turn pays one look at ``timings.tell``, and one observation of
``counts.propagation`` at its end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import perf_counter_ns

RECEIVE, ADMIT, COMMIT, BROADCAST, PUBLISH = "receive", "admit", "commit", "broadcast", "publish"

now = perf_counter_ns

Mark = tuple[str, int]
"""A stretch, and when it ended, by ``now``."""
Tell = Callable[[int, Sequence[Mark], int, int], None]
"""Takes when a turn's oldest frame arrived, the marks, and how many edits and new rows there were."""


class TurnTiming:
    """``arrived`` is by ``now``; what is before this is created is the stretch ``receive``."""

    __slots__ = ("_arrived", "_marks", "_tell")

    def __init__(self, arrived: int, tell: Tell) -> None:
        self._arrived, self._tell = arrived, tell
        self._marks: list[Mark] = [(RECEIVE, now())]

    def mark(self, stretch: str) -> None:
        """``stretch`` ends now; where a turn starts over, stretches come again."""
        self._marks.append((stretch, now()))

    def over(self, edits: int, rows: int) -> None:
        """Everything is answered and queued."""
        self._tell(self._arrived, self._marks, edits, rows)


class Timings:
    """``tell`` is set by whoever listens."""

    def __init__(self) -> None:
        self.tell: Tell | None = None

    def begin(self, arrived: int) -> TurnTiming | None:
        """The turn of a frame that came at ``arrived`` begins now; ``None``: nobody listens."""
        return None if self.tell is None else TurnTiming(arrived, self.tell)


timings = Timings()
