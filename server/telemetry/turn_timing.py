"""The stages of one turn of a room, from the arrival of its oldest frame.

Without a ``timings.report`` callback nothing is recorded: then a turn costs one look at it, and one
observation of ``counts.propagation`` at its end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import perf_counter_ns

RECEIVE, ADMIT, COMMIT, BROADCAST, PUBLISH = "receive", "admit", "commit", "broadcast", "publish"

now = perf_counter_ns

Mark = tuple[str, int]
"""A stage, and when it ended, by ``now``."""
Report = Callable[[int, Sequence[Mark], int, int], None]
"""Called with the arrival of a turn's oldest frame, the marks, and the numbers of edits and of new rows."""


class TurnTiming:
    """``arrived`` is by ``now``; the time from it until this is created is the stage ``receive``."""

    __slots__ = ("_arrived", "_marks", "_report")

    def __init__(self, arrived: int, report: Report) -> None:
        self._arrived, self._report = arrived, report
        self._marks: list[Mark] = [(RECEIVE, now())]

    def mark(self, stage: str) -> None:
        """``stage`` ends now; where a turn starts over, stages come again."""
        self._marks.append((stage, now()))

    def over(self, edits: int, rows: int) -> None:
        """Everything is acknowledged and queued."""
        self._report(self._arrived, self._marks, edits, rows)


class Timings:
    """``report`` is set by ``spans``."""

    def __init__(self) -> None:
        self.report: Report | None = None

    def begin(self, arrived: int) -> TurnTiming | None:
        """The turn of a frame that arrived then begins now; ``None``: there is no ``report``."""
        return None if self.report is None else TurnTiming(arrived, self.report)


timings = Timings()
