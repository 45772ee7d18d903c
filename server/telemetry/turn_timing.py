"""The way of the edits of one turn through a room, from the arrival of the oldest frame.

What everybody pays for is one observation at its end (about 1 us per turn, measured); where its
stretches end is noted only if somebody listens, spans for instance, and told once all of it is over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import perf_counter_ns

from .counts import counts

RECEIVE, ADMIT, COMMIT, BROADCAST, PUBLISH = "receive", "admit", "commit", "broadcast", "publish"

now = perf_counter_ns

Mark = tuple[str, int]
"""A stretch, and when it ended, by ``now``."""
Tell = Callable[[int, Sequence[Mark], int, int], None]
"""Takes when a way began, its marks, and how many edits and new rows went it."""


class Way:
    """One that nobody listens to. ``began`` is by ``now``."""

    __slots__ = ("_began",)

    def __init__(self, began: int) -> None:
        self._began = began

    def mark(self, stretch: str) -> None:
        """``stretch`` ends now; where a turn starts over, stretches come again."""

    def over(self, edits: int, rows: int) -> None:  # noqa: ARG002 - who listens is told them
        """Everything is answered and queued. Without ``rows`` there was no news, and nobody waited for it."""
        if rows:
            counts.propagation.observe((now() - self._began) / 1e9)


class ToldWay(Way):
    __slots__ = ("_marks", "_tell")

    def __init__(self, began: int, tell: Tell) -> None:
        super().__init__(began)
        self._tell = tell
        self._marks: list[Mark] = [(RECEIVE, now())]

    def mark(self, stretch: str) -> None:
        self._marks.append((stretch, now()))

    def over(self, edits: int, rows: int) -> None:
        super().over(edits, rows)
        self._tell(self._began, self._marks, edits, rows)


class Ways:
    """Where ways begin. ``tell`` is set by whoever listens."""

    def __init__(self) -> None:
        self.tell: Tell | None = None

    def begin(self, arrived: int) -> Way:
        """The turn of a frame that came at ``arrived`` begins now."""
        return Way(arrived) if self.tell is None else ToldWay(arrived, self.tell)


ways = Ways()
