"""The way of the edits of one turn through a room: when each stretch of it ended.

The engine only notes times. Who wants more than the propagation of it, spans for instance, is told of
the whole way once it is over, and only then spends time on it.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter_ns

from .counts import counts

RECEIVE, ADMIT, COMMIT, BROADCAST, PUBLISH = "receive", "admit", "commit", "broadcast", "publish"


class Way:
    """``began`` is when the turn's oldest frame arrived; all times are of ``perf_counter_ns``."""

    __slots__ = ("began", "edits", "marks", "rows")

    def __init__(self, began: int) -> None:
        self.began = began
        self.marks: list[tuple[str, int]] = [(RECEIVE, perf_counter_ns())]
        self.edits = self.rows = 0

    def mark(self, stretch: str) -> None:
        """``stretch`` ends now; where a turn starts over, stretches come again."""
        self.marks.append((stretch, perf_counter_ns()))


def now() -> int:
    return perf_counter_ns()


class Ways:
    """Where ways end. ``tell`` is set once, before the first of them, if somebody listens."""

    def __init__(self) -> None:
        self.tell: Callable[[Way], None] | None = None

    def over(self, way: Way, edits: int, rows: int) -> None:
        """The turn is settled; without ``rows`` nothing was broadcast, and nobody waited for it."""
        if rows:
            broadcast = next((at for stretch, at in way.marks if stretch == BROADCAST), way.marks[-1][1])
            counts.propagation.observe((broadcast - way.began) / 1e9)
        if self.tell is not None:
            way.edits, way.rows = edits, rows
            self.tell(way)


ways = Ways()
