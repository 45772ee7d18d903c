"""What somebody could read earlier, which is not what they can read now."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime

from .access import Decision, Grants, Level
from .plan import Part, Participant


class ReadBefore:
    """Whether a participant could read a part at some earlier moment, by what had been signed by then.

    ``decisions``: all that were ever signed about the two, also those overridden since. Folded once for each
    stretch of time in which nothing about it changes.
    """

    def __init__(self, participant: Participant, part: Part, decisions: Sequence[Decision]) -> None:
        self._participant, self._part, self._decisions = participant, part, decisions
        ends = [d.until for d in self._decisions if d.until is not None]
        self._changes = sorted([*(d.signed_at for d in self._decisions), *ends])
        self._known: dict[int, bool] = {}

    def at(self, moment: datetime) -> bool:
        stretch = bisect_right(self._changes, moment)
        if stretch not in self._known:
            signed = [d for d in self._decisions if d.signed_at <= moment]
            grants = Grants(self._participant, signed, moment)
            level = grants.of_part(self._part).level
            self._known[stretch] = level >= Level.READ
        return self._known[stretch]
