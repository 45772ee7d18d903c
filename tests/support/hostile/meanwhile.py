"""Whether others wait longer while somebody floods than between two floods, in one run on one machine."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence

from .pulse import Beat, Pulse

KINDS = ("letter", "health", "plan")
TIMES_SLOWER = 2
FLOOR = 0.05
"""Seconds that nobody notices: a flood's turns of the event loop go between those of the others."""


def p99(seconds: Sequence[float]) -> float:
    return sorted(seconds)[len(seconds) * 99 // 100]


class Meanwhile:
    """What ``pulse`` tells, apart for the floods and the time between them.

    Judged by how long it would have taken on a machine of our own (``Beat.unhindered``).
    """

    def __init__(self, pulse: Pulse) -> None:
        pulse.beats.clear()
        self._pulse = pulse
        self._floods: list[tuple[float, float]] = []

    async def last(self, flood: Callable[[], Awaitable[object]]) -> None:
        began = time.monotonic()
        try:
            await flood()
        finally:
            self._floods.append((began, time.monotonic()))

    def _in_a_flood(self, beat: Beat) -> bool:
        return any(began < beat.ended and beat.at < ended for began, ended in self._floods)

    def waited(self) -> dict[str, tuple[float, float]]:
        """Of each kind the 99th percentile in seconds, quiet and flooded; without those that had no flood."""
        found = {}
        for kind in KINDS:
            quiet: list[float] = []
            flooded: list[float] = []
            for beat in self._pulse.beats:
                if beat.kind == kind:
                    (flooded if self._in_a_flood(beat) else quiet).append(beat.unhindered)
            if quiet and flooded:
                found[kind] = p99(quiet), p99(flooded)
        return found


def slower(waited: dict[str, tuple[float, float]]) -> list[str]:
    """Those kinds that took more than twice as long."""
    return [kind for kind, (quiet, flooded) in waited.items() if flooded > TIMES_SLOWER * quiet + FLOOR]


def in_words(waited: dict[str, tuple[float, float]]) -> str:
    return ", ".join(
        f"{kind} {quiet * 1e3:.0f} → {flooded * 1e3:.0f} ms" for kind, (quiet, flooded) in waited.items()
    )
