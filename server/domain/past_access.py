"""What somebody could read earlier, which is not what they can read now."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime

from .access import Decision, Grants, Level, PlanAccess
from .plan import SERVER, Part, Participant, PersonId


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


class ReadersThen:
    """Which persons could read a part at some earlier moment. ``decisions``: all that were ever signed about
    it."""

    def __init__(self, plan: PlanAccess, part: Part, decisions: Sequence[Decision]) -> None:
        self._plan, self._part, self._decisions = plan, part, decisions
        self._before: dict[PersonId, list[ReadBefore]] = {}

    def had(self, person: PersonId | None, moment: datetime) -> bool:
        """The server writes only what a part begins with, and has read it."""
        if person is None or person == SERVER:
            return person == SERVER
        if person not in self._before:
            self._before[person] = list(map(self._of, self._as(person)))
        return any(before.at(moment) for before in self._before[person])

    def _as(self, person: PersonId) -> list[Participant]:
        return [each for each in self._plan.participants.values() if each.person == person]

    def _of(self, who: Participant) -> ReadBefore:
        about = [decision for decision in self._decisions if decision.participant == who.id]
        return ReadBefore(who, self._part, about)
